/**
 * Watches what undici reads from a socket.
 * undici tells neither the version that a server answers with nor how many bytes came;
 * it reads by `read()` on `readable`, so the bytes are seen there (a contract test holds it to that).
 */
import type { Socket } from './openSocket.ts';
import { giveBack } from './returnedMemory.ts';

export function tapReads(socket: Socket, onChunk: (chunk: Buffer) => void): void {
  const read = socket.read.bind(socket);
  const push = socket.push.bind(socket);
  const parts: Buffer[] = [];
  socket.push = (part: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (part !== null) parts.push(part);
    return push(part, encoding);
  };
  socket.read = (size?: number): unknown => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null) return null;
    // What came while the reader had to wait is put together, and nobody holds the parts any more.
    const nothingWaits = socket.readableLength === 0;
    for (const part of parts) if (nothingWaits && part.buffer !== chunk.buffer) giveBack(part);
    parts.length = 0;
    onChunk(chunk);
    return chunk;
  };
}

/** `1.1` of `HTTP/1.1 200 OK`; empty when the text does not start so. */
export function versionIn(start: string): string {
  // What nearly every server says, found in a tenth of the time.
  if (start.startsWith('HTTP/1.1 ')) return '1.1';
  return /^[\r\n]*HTTP\/(\d\.\d) /.exec(start)?.[1] ?? '';
}
