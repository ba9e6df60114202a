/**
 * Watches what undici reads from a socket.
 * undici tells neither the version that a server answers with nor how many bytes came;
 * it reads by `read()` on `readable`, so the bytes are seen there (a contract test holds it to that).
 */
import type { Socket } from './openSocket.ts';

export function tapReads(socket: Socket, onChunk: (chunk: Buffer) => void): void {
  const read = socket.read.bind(socket);
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (chunk !== null) onChunk(chunk as Buffer);
    return chunk;
  };
}

/** `1.1` of `HTTP/1.1 200 OK`; empty when the text does not start so. */
export function versionIn(start: string): string {
  // What nearly every server says, found in a tenth of the time.
  if (start.startsWith('HTTP/1.1 ')) return '1.1';
  return /^[\r\n]*HTTP\/(\d\.\d) /.exec(start)?.[1] ?? '';
}
