/** Bodies too long to be held: they go to files while they come, and are read from them piece by piece. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyFile } from './connection.ts';
import { fileBody } from './fileBody.ts';

/** In `folder`, which is made when it is not there, and then is its owner's alone: a file is copied with its mode to where it is saved. */
export function createBodyFile(folder: string): fs.WriteStream {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return fs.createWriteStream(join(folder, randomUUID()), { highWaterMark: 256 * 1024 });
}

/** A piece is lent until the next one is asked for. */
export function readBodyFile({ path, bytes }: BodyFile): AsyncIterable<Uint8Array> {
  return fileBody(path, bytes).open();
}

export async function discardBodyFile({ path }: BodyFile): Promise<void> {
  await rm(path, { force: true });
}
