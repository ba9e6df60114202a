/** The body of a request as it may be seen: its text without secrets, or in words why it is left out. */
import type { SentBody } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { bytes } from './bytes.ts';
import { maskBodyText, secretFields } from './maskBody.ts';
import { isBinaryType, mediaTypeOf } from './mediaType.ts';

export type SentText = { readonly text: string } | { readonly leftOut: string };

export function sentText(
  { length, bytes: held }: SentBody,
  headers: readonly HeaderField[],
  secrets: readonly string[],
): SentText {
  if (held === null) return { leftOut: `A body of ${bytes(length)}, which is not kept` };
  const text = textOf(held, headers);
  if (text === null) return { leftOut: `A binary body of ${bytes(length)}` };
  return { text: maskBodyText(text, secrets) };
}

/** What is called like a secret in it. */
export function secretsOfBody(
  { bytes: held }: SentBody,
  headers: readonly HeaderField[],
): readonly string[] {
  return secretFields((held === null ? null : textOf(held, headers)) ?? '');
}

function textOf(body: Uint8Array, headers: readonly HeaderField[]): string | null {
  const { essence, charset } = mediaTypeOf(headers);
  return isBinaryType(essence) ? null : decoded(body, charset ?? 'utf-8');
}

/** Null where it is no text in that charset. */
function decoded(body: Uint8Array, charset: string): string | null {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(body);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
