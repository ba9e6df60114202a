/** Reads one message off a socket that nobody else reads yet, and leaves what follows it on the socket. */
import type net from 'node:net';

/** `endOf` tells how long the message is, or null while that can't be known. Rejects when the socket ends first. */
export function readMessage(
  socket: net.Socket,
  endOf: (start: Buffer) => number | null,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let start = Buffer.alloc(0);
    const forget = (): void => {
      socket.off('readable', onReadable);
      for (const event of ends) socket.off(event, onEnd);
    };
    const onEnd = (error?: Error): void => {
      forget();
      reject(error instanceof Error ? error : new Error('closed the connection'));
    };
    const onReadable = (): void => {
      for (let chunk = read(socket); chunk !== null; chunk = read(socket)) {
        start = Buffer.concat([start, chunk]);
        const end = endOf(start);
        if (end === null || end > start.length) continue;
        forget();
        if (end < start.length) socket.unshift(start.subarray(end));
        resolve(start.subarray(0, end));
        return;
      }
    };
    const ends = ['end', 'close', 'error'] as const;
    socket.on('readable', onReadable);
    for (const event of ends) socket.once(event, onEnd);
  });
}

function read(socket: net.Socket): Buffer | null {
  return socket.read() as Buffer | null;
}
