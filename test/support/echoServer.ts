import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What arrived; the body as it was sent. */
export type Arrival = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type EchoServer = {
  readonly origin: string;
  readonly arrivals: readonly Arrival[];
  /** `METHOD /path` of all that arrived. */
  readonly lines: () => readonly string[];
  readonly dispose: () => Promise<void>;
};

/** A server on 127.0.0.1 that notes what arrives, and answers with JSON: a token and the number of the request. */
export async function startEchoServer(): Promise<EchoServer> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      arrivals.push({ method, path, headers, body: Buffer.concat(chunks) });
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('X-Number', arrivals.length);
      response.end(JSON.stringify({ token: 'token-of-login', number: arrivals.length }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    arrivals,
    lines: () => arrivals.map(({ method, path }) => `${method} ${path}`),
    dispose: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** One that ends with the test. */
export async function echoFor(t: TestContext): Promise<EchoServer> {
  const server = await startEchoServer();
  t.after(server.dispose);
  return server;
}
