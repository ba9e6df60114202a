/**
 * A file as a body that is read while it is sent.
 * It is read into the same few buffers again and again: a new one for each piece would wait for the garbage collector,
 * which lets 64 MB of them gather.
 */
import { promises as fs } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { getDefaultHighWaterMark } from 'node:stream';
import type { StreamedBody } from './connection.ts';

/** Large enough that a fast connection waits neither for the disk nor for us: with a quarter of it HTTP/2 takes twice as long. */
const maxPieceBytes = 256 * 1024;

export function fileBody(path: string, length: number): StreamedBody {
  const pieceBytes = Math.min(maxPieceBytes, Math.max(length, 1));
  return { length, path, open: () => piecesOf(path, pieceBytes) };
}

/**
 * Who takes a piece may hold back as much as a stream holds back before it asks its writer to wait;
 * what was taken before that has been sent, and its buffer is read into again.
 */
async function* piecesOf(path: string, pieceBytes: number): AsyncGenerator<Uint8Array> {
  const file = await fs.open(path);
  let reading: Promise<Uint8Array> | null = null;
  try {
    const heldBack = Math.ceil(getDefaultHighWaterMark(false) / pieceBytes);
    // One is read into, one is with who asked for it, and those are held back.
    const buffers = Array.from({ length: heldBack + 2 }, () => Buffer.allocUnsafeSlow(pieceBytes));
    const readNext = (index: number): Promise<Uint8Array> => {
      const next = filled(file, buffers[index % buffers.length] ?? Buffer.alloc(pieceBytes));
      // It may fail before anybody waits for it.
      next.catch(() => undefined);
      return next;
    };
    reading = readNext(0);
    for (let index = 1; reading !== null; index++) {
      const piece: Uint8Array = await reading;
      reading = piece.length < pieceBytes ? null : readNext(index);
      if (piece.length > 0) yield piece;
    }
  } finally {
    await reading?.catch(() => undefined);
    await file.close();
  }
}

/** Less than a whole buffer only at the end of the file. */
async function filled(file: FileHandle, buffer: Buffer): Promise<Uint8Array> {
  let bytes = 0;
  while (bytes < buffer.length) {
    const { bytesRead } = await file.read(buffer, bytes, buffer.length - bytes, null);
    if (bytesRead === 0) break;
    bytes += bytesRead;
  }
  return buffer.subarray(0, bytes);
}
