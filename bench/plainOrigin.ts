/** A plain HTTP origin in a process of its own: raw sockets, one answer for all, so that it costs next to nothing. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export type PlainOrigin = { readonly port: number; stop(): void };

export async function startPlainOrigin(): Promise<PlainOrigin> {
  const child = fork(import.meta.filename, ['serve']);
  const [port] = (await once(child, 'message')) as [number];
  return { port, stop: () => child.kill() };
}

const body = JSON.stringify({ id: 7, name: 'Ada', tags: ['a', 'b'], ok: true });
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
);

if (process.argv[2] === 'serve') {
  const server = net.createServer({ noDelay: true }, (socket) => {
    // A GET without a body fits one segment here, so each chunk that ends a head is a request.
    socket.on('data', (chunk) => {
      if (chunk.toString('latin1').endsWith('\r\n\r\n')) socket.write(answer);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}
