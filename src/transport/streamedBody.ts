/** A body that is read while it is sent. */
import type { StreamedBody, WireBody } from './connection.ts';

/** The body of a request could not be read, or was not as long as it was said to be. */
export class BodyUnreadableError extends Error {
  readonly code = 'ERR_BODY_UNREADABLE';
}

export function isStreamed(body: WireBody | null): body is StreamedBody {
  return body !== null && !(body instanceof Uint8Array);
}

/** From the beginning. Throws `BodyUnreadableError` for whatever goes wrong on the way. */
export async function* readingOf({ length, open }: StreamedBody): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of open()) {
      bytes += chunk.length;
      if (bytes > length) break;
      yield chunk;
    }
  } catch (error) {
    throw new BodyUnreadableError(error instanceof Error ? error.message : String(error));
  }
  if (bytes !== length) throw new BodyUnreadableError('The file changed while it was sent');
}
