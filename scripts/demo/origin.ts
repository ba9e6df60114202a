/**
 * The demo origin: the server that `examples/tour.http` talks to.
 * One HTTP/1.1 origin and one HTTPS origin (HTTP/1.1 and HTTP/2 by ALPN) on loopback, with the same pages.
 */
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { demoCertificate } from './certificate.ts';
import { answer } from '../../src/demo/pages.ts';

export type DemoOrigin = {
  /** `http://localhost:PORT`, and the same for HTTPS, whose certificate nobody knows. */
  readonly origin: string;
  readonly secureOrigin: string;
  stop(): Promise<void>;
};

/** What `examples/tour.http` defaults to. */
export const demoPorts = { port: 8480, securePort: 8443 };

/** A port that is taken is replaced by a free one; 0, the default, is any free one. */
export async function startDemoOrigin(
  ports: { readonly port?: number; readonly securePort?: number } = {},
): Promise<DemoOrigin> {
  // Idle connections are kept without a limit, so that the pages alone decide.
  const plain = http.createServer({ keepAliveTimeout: 0 }, answer);
  const secure = http2.createSecureServer(
    { ...(await demoCertificate()), allowHTTP1: true },
    answer,
  );
  const servers: readonly Server[] = [plain, secure];
  const open = new Set<Duplex>();
  for (const server of servers) {
    server.on('connection', (socket) => {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    });
  }
  // Refusing the certificate is one stop of the tour.
  secure.on('tlsClientError', () => undefined);
  const origin = `http://localhost:${String(await listen(plain, ports.port ?? 0))}`;
  const secureOrigin = `https://localhost:${String(await listen(secure, ports.securePort ?? 0))}`;
  return {
    origin,
    secureOrigin,
    async stop() {
      for (const socket of open) socket.destroy();
      await Promise.all(
        servers.map(async (server) => {
          server.close();
          await once(server, 'close');
        }),
      );
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (port === 0) throw error;
    return listen(server, 0);
  }
  return (server.address() as AddressInfo).port;
}
