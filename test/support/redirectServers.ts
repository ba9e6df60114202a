/** Two origins on 127.0.0.1 that redirect as they are told, and note what arrives. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Arrival } from './echoServer.ts';

export type RedirectServers = {
  /** `/go?status=302&to=URL` redirects there; `/loop` to itself; anything else is answered with 200. */
  readonly origins: readonly [string, string];
  /** What arrived since the last call, with the number of its origin. */
  readonly take: () => readonly (Arrival & { readonly origin: 0 | 1 })[];
  readonly connections: readonly [number, number];
  readonly dispose: () => Promise<void>;
};

export async function startRedirectServers(): Promise<RedirectServers> {
  let arrivals: (Arrival & { readonly origin: 0 | 1 })[] = [];
  const connections: [number, number] = [0, 0];
  const start = async (origin: 0 | 1) => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        arrivals.push({ origin, method, path, headers, body: Buffer.concat(chunks) });
        const query = new URL(path, 'http://x').searchParams;
        if (path.startsWith('/go') && query.has('status')) {
          // As bytes, for a location need not be ASCII.
          const to = Buffer.from(query.get('to') ?? '', 'utf8').toString('latin1');
          response.writeHead(Number(query.get('status')), {
            Location: to,
            'Content-Length': 10,
          });
          // A body as text would take the head with it into UTF-8.
          response.end(method === 'HEAD' ? undefined : Buffer.from('over there'));
        } else if (path.startsWith('/loop')) {
          response.writeHead(302, { Location: '/loop' }).end();
        } else {
          response.setHeader('Content-Length', 2);
          response.end(method === 'HEAD' ? undefined : 'ok');
        }
      });
    });
    server.on('connection', () => (connections[origin] += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const servers = [await start(0), await start(1)] as const;
  const originOf = (server: (typeof servers)[number]) =>
    `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origins: [originOf(servers[0]), originOf(servers[1])],
    take: () => {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
    connections,
    dispose: async () => {
      await Promise.all(
        servers.map(async (server) => {
          server.close();
          server.closeAllConnections();
          await once(server, 'close');
        }),
      );
    },
  };
}
