/** The body of a request as it may be seen: its text without secrets, or in words why it is left out. */
import type { SentBody } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { bytes } from './bytes.ts';
import { maskBodyText, secretFields } from './maskBody.ts';
import { wholeText } from './wholeText.ts';

export type SentText = { readonly text: string } | { readonly leftOut: string };

export function sentText(
  { length, bytes: held }: SentBody,
  headers: readonly HeaderField[],
  secrets: readonly string[],
): SentText {
  if (held === null) return { leftOut: `A body of ${bytes(length)}, which is not kept` };
  const text = wholeText(held, headers);
  if (text === null) return { leftOut: `A binary body of ${bytes(length)}` };
  return { text: maskBodyText(text, secrets) };
}

/** What is called like a secret in it. */
export function secretsOfBody(
  { bytes: held }: SentBody,
  headers: readonly HeaderField[],
): readonly string[] {
  return secretFields((held === null ? null : wholeText(held, headers)) ?? '');
}
