/** A body in a HAR: text where it is text, else base64; left out when it is large, and said so. */
import { bodyLength, type Exchange, type Hop } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import { bytes } from './bytes.ts';
import { maskBytes } from './byteMask.ts';
import { maskText } from './maskText.ts';
import { wholeText } from './wholeText.ts';

/** Viewers hold the whole file in memory. */
const maxBody = 1_000_000;

/** `kept` is null where the body was not kept: of all hops but the last. */
export function harContent(
  hop: Hop,
  kept: Pick<Exchange, 'body' | 'bodyFile'> | null,
  secrets: readonly string[],
): object {
  const headers = hop.response?.headers ?? [];
  const mimeType = headerValue(headers, 'content-type') ?? '';
  const size = kept === null ? 0 : bodyLength(kept);
  const content = { size, mimeType };
  if (kept === null || size === 0) return content;
  if (size > maxBody) {
    return { ...content, comment: `The body of ${bytes(size)} is left out: it is too large` };
  }
  const body = readable(kept);
  if (body === null) {
    const why = "it was put into a file that can't be read any more";
    return { ...content, comment: `The body of ${bytes(size)} is left out: ${why}` };
  }
  const text = wholeText(body, headers);
  return text === null
    ? { ...content, text: base64(maskBytes(body, secrets)), encoding: 'base64' }
    : { ...content, text: maskText(text, secrets) };
}

/** Null where it can't be read any more. Why names a path, which is nobody's business whom the HAR is given to. */
function readable({ body }: Pick<Exchange, 'body'>): Uint8Array | null {
  try {
    return body.bytes();
  } catch {
    return null;
  }
}

/** In pieces, for a call takes only so many arguments. */
function base64(body: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < body.length; at += 8192) {
    binary += String.fromCharCode(...body.subarray(at, at + 8192));
  }
  return btoa(binary);
}
