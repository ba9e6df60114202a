/** A file as a body that is read while it is sent. */
import { createReadStream } from 'node:fs';
import type { StreamedBody } from './connection.ts';

/** Large enough that a fast connection does not wait for the disk. */
const chunkBytes = 64 * 1024;

export function fileBody(path: string, length: number): StreamedBody {
  return {
    length,
    open: () => createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>,
  };
}
