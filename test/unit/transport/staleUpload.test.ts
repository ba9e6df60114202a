/** A long file that is being sent when its connection turns out to be dead: sent again from its beginning, or not at all. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { suite, test, type TestContext } from 'node:test';
import { createDigestSessions } from '../../../src/client/digestSessions.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { targetOf, wantOf, wireRequest } from '../../../src/client/wire.ts';
import type { StreamedBody } from '../../../src/transport/connection.ts';
import { fileBody } from '../../../src/transport/fileBody.ts';
import { loadTransport } from '../../../src/transport/openConnection.ts';
import { createStop } from '../../../src/transport/stop.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, stage, story } from '../../support/stage.ts';

const content = randomBytes(700_000);

type Upload = { readonly body: StreamedBody; readonly opened: () => number };

async function upload(t: TestContext): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-upload-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'upload');
  await writeFile(path, content);
  const { length, open } = fileBody(path, content.length);
  let opened = 0;
  const counting = (): AsyncIterable<Uint8Array> => {
    opened += 1;
    return open();
  };
  return { body: { length, open: counting }, opened: () => opened };
}

suite('a file on a reused connection that dies before the answer', () => {
  const died = (phase: string): RegExp =>
    new RegExp(
      `^#1 reused · (closed-before-response|connection-reset) in ${phase} · receive-error$`,
    );

  test('is sent again from its beginning with PUT', async (t) => {
    const { server, send } = await stage(t);
    const { body, opened } = await upload(t);
    await send('/ok');
    const exchange = await send('/fin?on=2', { method: 'PUT', body });
    const [first = '', ...rest] = story(exchange);
    assert.match(first, died('wait'));
    assert.deepEqual(rest, ['#2 new: stale-retry · 200 · kept']);
    assert.deepEqual(server.served(), [['/ok', '/fin'], ['/fin']]);
    assert.ok(server.connections[1]?.requests[0]?.body?.equals(content));
    assert.equal(opened(), 2);
  });

  test('is sent again where the server has read none of it', async (t) => {
    const { server, send } = await stage(t);
    const { body, opened } = await upload(t);
    await send('/ok');
    const exchange = await send('/reset-at-once?on=2', { method: 'PUT', body });
    const [first = '', ...rest] = story(exchange);
    assert.match(first, died('(send|wait)'));
    assert.deepEqual(rest, ['#2 new: stale-retry · 200 · kept']);
    assert.ok(server.connections[1]?.requests[0]?.body?.equals(content));
    assert.equal(opened(), 2);
  });

  test('is not sent again with POST, for it may have been done', async (t) => {
    const { server, send } = await stage(t);
    const { body, opened } = await upload(t);
    await send('/ok');
    const exchange = await send('/fin?on=2', { method: 'POST', body });
    assert.equal(exchange.hops.length, 1);
    assert.match(story(exchange)[0] ?? '', died('(send|wait)'));
    assert.deepEqual(server.served(), [['/ok', '/fin']]);
    assert.equal(opened(), 1);
  });
});

test('a file that meets a connection already gone is not even opened', async (t) => {
  const { server } = await stage(t);
  const { body, opened } = await upload(t);
  const { open } = await loadTransport();
  const stop = createStop(undefined, 0);
  const request = requestTo(`${server.origin}/idle-fin`);
  const want = wantOf(request, defaultSettings);
  const digests = createDigestSessions();
  const target = targetOf(request, want, defaultSettings, digests);
  const outcome = await open(target, stop, () => undefined);
  assert.ok(outcome.kind === 'opened');
  const { connection } = outcome;
  const ended = new Promise((resolve) => {
    connection.onEnd(resolve);
  });
  const wire = wireRequest(request, want, defaultSettings, digests, null);
  await connection.send(wire, stop, () => undefined);
  await ended;
  const met = await connection.send({ ...wire, method: 'POST', body }, stop, () => undefined);
  assert.equal(met.written, false);
  assert.deepEqual(server.served(), [['/idle-fin']]);
  assert.equal(opened(), 0);
});

test('a file in a stream that the server refused is sent again whatever the method, HTTP/2', async (t) => {
  const bodies: Buffer[] = [];
  let connections = 0;
  const server = http2.createServer();
  server.on('session', () => (connections += 1));
  server.on('stream', (stream, { ':path': path, ':method': method }) => {
    stream.on('error', () => undefined);
    if (method === 'POST' && connections === 1) {
      stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
      return;
    }
    void buffer(stream).then((body) => {
      if (path === '/up') bodies.push(body);
      stream.respond({ ':status': 200 }, { endStream: true });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const client = await clientFor(t);
  const { body, opened } = await upload(t);
  await client.send(requestTo(`${origin}/`, { httpVersion: '2' }));
  const exchange = await client.send(
    requestTo(`${origin}/up`, { method: 'POST', body, httpVersion: '2' }),
  );
  assert.deepEqual(
    exchange.hops.map(({ cause, failure }) => [cause, failure === null]),
    [
      ['first', false],
      ['stale-retry', true],
    ],
  );
  assert.equal(connections, 2);
  assert.equal(bodies.length, 1);
  assert.ok(bodies[0]?.equals(content));
  assert.equal(opened(), 2);
});
