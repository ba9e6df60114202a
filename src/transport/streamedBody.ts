/** A body that is read while it is sent. */
import type { StreamedBody, WireBody } from './connection.ts';

/** The body of a request could not be read, or was not as long as it was said to be. */
class BodyUnreadableError extends Error {
  readonly code = 'ERR_BODY_UNREADABLE';
}

export function isStreamed(body: WireBody | null): body is StreamedBody {
  return body !== null && !(body instanceof Uint8Array);
}

/**
 * So little that a socket takes it without asking its writer to wait.
 * A writer that waits at the very end may learn of the answer before it learns that all was taken:
 * undici then thinks that the answer came early, and closes the connection.
 */
const lastBytes = 4096;

/** From the beginning. Throws `BodyUnreadableError` for whatever goes wrong on the way. */
export async function* readingOf({ length, open }: StreamedBody): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let last: Uint8Array | null = null;
  try {
    for await (const chunk of open()) {
      bytes += chunk.length;
      if (bytes > length) break;
      const isLast: boolean = bytes === length && chunk.length > 0;
      const end = isLast ? Math.max(0, chunk.length - lastBytes) : chunk.length;
      if (isLast) last = chunk.subarray(end);
      if (end > 0) yield chunk.subarray(0, end);
    }
  } catch (error) {
    throw new BodyUnreadableError(error instanceof Error ? error.message : String(error));
  }
  if (bytes !== length) throw new BodyUnreadableError('The file changed while it was sent');
  // By now the file has ended, so that nothing is left to wait for.
  if (last !== null) yield last;
}
