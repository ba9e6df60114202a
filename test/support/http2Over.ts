import type { TestContext } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import type { ClientSettings } from '../../src/client/settings.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';
import { startHttp2Server, type Http2Server, type Http2ServerOptions } from './http2Server.ts';
import { requestTo } from './requestTo.ts';
import { clientFor } from './stage.ts';

/** A server that speaks HTTP/2, and a client for it. */
export type Http2Over = {
  readonly server: Http2Server;
  readonly client: Client;
  readonly send: (path: string, changes?: Partial<ResolvedRequest>) => Promise<Exchange>;
};

/** Without TLS the requests ask for HTTP/2, so that it is known beforehand. */
export async function http2Over(
  t: TestContext,
  options: Http2ServerOptions = {},
  settings: Partial<ClientSettings> = {},
): Promise<Http2Over> {
  const server = await startHttp2Server(options);
  t.after(() => server.dispose());
  const client = await clientFor(t, settings);
  const httpVersion = options.tls === undefined ? '2' : null;
  const send: Http2Over['send'] = (path, changes) =>
    client.send(requestTo(server.origin + path, { httpVersion, ...changes }));
  return { server, client, send };
}
