/** A server that tells all it was told, in its head and in its body, and sets a cookie: nothing is worse for secrets. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type TellTale = {
  /** `127.0.0.1:port`. */
  readonly place: string;
  /** The target, the head and the body of each request. */
  readonly received: readonly string[];
  dispose(): Promise<void>;
};

/** The value of the cookie; `page` is what it answers, as HTML, where its head alone is to tell. */
export async function startTellTale(cookie: string, page?: string): Promise<TellTale> {
  const received: string[] = [];
  const server = http.createServer((request, response) => {
    const head = [request.url ?? '', ...request.rawHeaders];
    let sent = '';
    request.setEncoding('utf8').on('data', (piece: string) => (sent += piece));
    request.on('end', () => {
      received.push([...head, sent].join('\n'));
      response.statusMessage = `Told ${String(request.headers['x-plain'])}`;
      response.setHeader('Set-Cookie', `session=${cookie}; Path=/`);
      response.setHeader('X-Told', head.join(' '));
      response.setHeader('Content-Type', page === undefined ? 'application/json' : 'text/html');
      const basic = head.flatMap((value) => /^Basic (.*)/.exec(value)?.[1] ?? []);
      const pairs = basic.map((one) => Buffer.from(one, 'base64').toString());
      const told = { head, pairs, sent, encoded: encodeURIComponent(sent) };
      response.end(page ?? JSON.stringify(told));
    });
  });
  // Longer than a busy machine may need between two sends.
  server.keepAliveTimeout = 120_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    place: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
