import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createArrivals } from '../../../src/client/arrivals.ts';
import { createClient } from '../../../src/client/client.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { requestTo } from '../../support/requestTo.ts';

test('only the pieces of the last answer are those of the body', () => {
  const head = { status: 302, statusText: '', httpVersion: '1.1', headers: [] };
  let now = 0;
  const { onChunk, list } = createArrivals(
    () => (now += 1),
    () => undefined,
  );
  onChunk(new Uint8Array(3), head);
  onChunk(new Uint8Array(4), { ...head, status: 200 });
  assert.deepEqual(list, [{ atMs: 2, bytes: 4 }]);
});

test('what came before a cancel stays, with its arrivals', async (t) => {
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: kept\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(defaultSettings);
  t.after(async () => {
    await client.dispose();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const abort = new AbortController();
  const exchange = await client.send(requestTo(`http://127.0.0.1:${String(port)}/`), {
    signal: abort.signal,
    watcher: () => {
      abort.abort();
    },
  });
  assert.equal(exchange.failure?.code, 'aborted');
  assert.equal(exchange.hops[0]?.response?.status, 200);
  assert.equal(Buffer.from(exchange.body.bytes()).toString(), 'data: kept\n\n');
  assert.deepEqual(
    exchange.arrivals.map(({ bytes }) => bytes),
    [12],
  );
});
