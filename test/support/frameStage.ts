/** A client before a server that writes its HTTP/2 frames by hand, and the usual answers of that server. */
import type { TestContext } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import type { ClientSettings } from '../../src/client/settings.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';
import {
  startFrameServer,
  type FrameConnection,
  type FrameServer,
  type FrameServerOptions,
} from './http2Frames.ts';
import { requestTo } from './requestTo.ts';
import { clientFor } from './stage.ts';

export type Frames = {
  readonly server: FrameServer;
  readonly client: Client;
  readonly send: (changes?: Partial<ResolvedRequest>, signal?: AbortSignal) => Promise<Exchange>;
};

export async function framesFor(
  t: TestContext,
  onRequest: FrameServerOptions['onRequest'],
  options: { readonly settings?: Partial<ClientSettings> } = {},
): Promise<Frames> {
  const server = await startFrameServer({ onRequest });
  t.after(() => server.dispose());
  const client = await clientFor(t, options.settings);
  const send: Frames['send'] = (changes, signal) => {
    const request = requestTo(`${server.origin}/`, { httpVersion: '2', ...changes });
    return client.send(request, { signal });
  };
  return { server, client, send };
}

/** A whole answer. */
export function ok(connection: FrameConnection, stream: number): void {
  connection.head(stream);
  connection.data(stream, 'ok', true);
}

/** The beginning of an answer. */
export function half(connection: FrameConnection, stream: number): void {
  connection.head(stream);
  connection.data(stream, 'half');
}

/** GET stays without an answer. */
export function answerPosts(
  connection: FrameConnection,
  _index: number,
  stream: number,
  isPost: boolean,
): void {
  if (isPost) ok(connection, stream);
}
