import { textOf } from '../client/charset.ts';
import { headerValue } from '../request/headerValue.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { isBinaryType, mediaTypeOf } from './mediaType.ts';

/** A body as text, where all of it is text in the charset it says; else null. `headers` are those it came with. */
export function wholeText(body: Uint8Array, headers: readonly HeaderField[]): string | null {
  if (isBinaryType(mediaTypeOf(headers).essence)) return null;
  const { text, problem } = textOf(body, headerValue(headers, 'content-type') ?? '');
  return problem === null && !text.includes('\0') ? text : null;
}
