/** Where `reasons.test.ts` plays: a client, its server, and what is told of the connections between them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createClient } from '../../../src/client/client.ts';
import { defaultSettings, type ClientSettings } from '../../../src/client/settings.ts';
import type { ClosedCode, OpenedCode } from '../../../src/pool/reasons.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { certificates } from '../../support/certificates.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { until } from '../../support/until.ts';

export type Scene = Awaited<ReturnType<typeof scene>>;

export type Row<Code> = readonly [
  code: Code,
  bringAbout: (scene: Scene) => Promise<unknown>,
  /** Where one was reached: milliseconds or a count. */
  limit?: number,
];

export async function scene(t: TestContext) {
  const openings: OpenedCode[] = [];
  const closings: ClosedCode[] = [];
  let server = await startServer();
  t.after(() => server.dispose());
  let address = 'eth0 10.0.0.1';
  let settings: ClientSettings = { ...defaultSettings, extraCa: [(await certificates()).ca] };
  const client = createClient(settings, { networkAddresses: () => address });
  t.after(() => client.dispose());
  const sent: ResolvedRequest[] = [];
  const sendRequest = (request: ResolvedRequest, signal?: AbortSignal) => {
    sent.push(request);
    return client.send(request, {
      signal,
      trace: (event) => {
        if (event.kind === 'opening') openings.push(event.because.code);
        if (event.kind === 'closed') closings.push(event.because.code);
      },
    });
  };
  const traced = { ...client, send: sendRequest };
  const send = (path: string, changes: Partial<ResolvedRequest> = {}) =>
    sendRequest(requestTo(server.origin + path, changes));
  const left: Promise<unknown>[] = [];
  t.after(() => Promise.all(left));
  return {
    t,
    client: { ...traced, dispose: () => client.dispose() },
    openings,
    closings,
    server: () => server,
    send,
    /** Sends and waits until the connection is gone by itself. */
    idle: async (path: string) => {
      await send(path);
      await until('the pool knows', () => client.snapshot().connections.length === 0);
    },
    /** A request that stays without an answer, on a connection of its own. */
    busy: async () => {
      const before = client.snapshot().connections.length;
      left.push(send('/never', { freshConnection: before > 0 }));
      await until('it runs', () =>
        server.connections.some(({ requests }) => requests.some(({ path }) => path === '/never')),
      );
    },
    /** What ends by itself when the client does. */
    leave: (sending: Promise<unknown>) => left.push(sending),
    change: (changes: Partial<ClientSettings>) => {
      settings = { ...settings, ...changes };
      client.changeSettings(settings);
    },
    secure: async () => {
      await server.dispose();
      server = await startServer({ tls: (await certificates()).localhost });
    },
    moveTo: (next: string) => {
      address = next;
    },
    last: (request: ResolvedRequest) => sent.push(request),
    /** The first request once more, as far as it belongs to the connection. */
    again: () => {
      const [first] = sent;
      assert.ok(first);
      const path = new URL(first.url).origin + '/ok';
      return sendRequest({
        ...first,
        url: path,
        path: '/ok',
        method: 'GET',
        body: null,
        noKeepAlive: false,
      });
    },
  };
}

/** The path of one behind which all is answered. */
export async function onUnixSocket(t: TestContext): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-unix-'));
  const path = join(folder, 'socket');
  const server = http.createServer((_request, response) => response.end('ok'));
  server.listen(path);
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return path;
}
