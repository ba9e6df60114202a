/** Bodies too long to be held: they go to files while they come, and are decoded from file to file. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BodyFile } from './connection.ts';

/** What the client does with bodies on disk. */
export const bodyFiles = {
  /** Bytes that turned out to be too many to be held once they are decoded. */
  async write(folder: string, body: Uint8Array): Promise<BodyFile> {
    const stream = createBodyFile(folder);
    await pipeline([Buffer.from(body)], stream);
    return { path: String(stream.path), bytes: body.length };
  },
  decode: decodeBodyFile,
  headOf,
  discard: discardBodyFile,
};

export type BodyFiles = typeof bodyFiles;

/** In `folder`, which is made when it is not there. */
export function createBodyFile(folder: string): fs.WriteStream {
  fs.mkdirSync(folder, { recursive: true });
  return fs.createWriteStream(join(folder, randomUUID()), { highWaterMark: 256 * 1024 });
}

async function discardBodyFile({ path }: BodyFile): Promise<void> {
  await rm(path, { force: true });
}

/** The first bytes of it, `maxBytes` at most. */
async function headOf({ path, bytes }: BodyFile, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min(bytes, maxBytes)),
    });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The decoded body was longer than it may be. */
export class DecodedTooLargeError extends Error {
  readonly code = 'ERR_DECODED_TOO_LARGE';
}

/** Through `decoders`, the last coding first, into a file beside it. Rejects with what the decoder says. */
async function decodeBodyFile(
  file: BodyFile,
  decoders: readonly NodeJS.ReadWriteStream[],
  maxBytes: number,
): Promise<BodyFile> {
  const path = `${file.path}-decoded`;
  const steps = [fs.createReadStream(file.path), ...decoders, limit(maxBytes)];
  try {
    await pipeline([...steps, fs.createWriteStream(path)]);
    return { path, bytes: (await stat(path)).size };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function limit(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new DecodedTooLargeError('The decoded body is too large'));
      else done(null, chunk);
    },
  });
}
