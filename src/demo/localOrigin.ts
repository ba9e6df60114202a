/** The demo's server inside the editor: on loopback, on a free port, and only while somebody looks at the example. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answer } from './pages.ts';

export type LocalOrigin = {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly stop: () => void;
};

export async function startLocalOrigin(): Promise<LocalOrigin> {
  // Idle connections are kept without a limit, so that the pages alone decide.
  const server = http.createServer({ keepAliveTimeout: 0 }, answer);
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The window must not wait for it.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
