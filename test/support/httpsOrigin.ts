/** A plain and fast HTTPS origin that answers everything with a little JSON and counts what it sees. */
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KeyPair } from './certificates.ts';

export type HttpsOrigin = {
  readonly port: number;
  readonly counts: Readonly<Counts>;
  /** Counts from zero again; open connections stay. */
  reset(): void;
  dispose(): Promise<void>;
};

export type Counts = { connections: number; handshakes: number; resumed: number; requests: number };

const answer = Buffer.from(JSON.stringify({ id: 7, name: 'Ada', tags: ['a', 'b'], ok: true }));

export async function startHttpsOrigin(certificate: KeyPair): Promise<HttpsOrigin> {
  const counts: Counts = { connections: 0, handshakes: 0, resumed: 0, requests: 0 };
  const open = new Set<Duplex>();
  const server = https.createServer(
    { ...certificate, keepAliveTimeout: 60_000 },
    (request, response) => {
      counts.requests++;
      request.resume();
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': answer.length,
      });
      response.end(answer);
    },
  );
  server.on('connection', (socket) => {
    counts.connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('secureConnection', (socket) => {
    counts.handshakes++;
    if (socket.isSessionReused()) counts.resumed++;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    reset() {
      Object.assign(counts, { connections: 0, handshakes: 0, resumed: 0, requests: 0 });
    },
    async dispose() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
