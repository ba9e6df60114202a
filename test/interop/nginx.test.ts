/** The client against nginx: what it says of its connections must match what nginx counted. */
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';
import { requestTo } from '../support/requestTo.ts';
import { clientFor, story } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { startNginx, type LogLine, type Nginx } from './nginx.ts';

let nginx: Nginx;

before(async () => {
  nginx = await startNginx();
});
after(() => nginx.dispose());

test('keepalive_requests 3: every third answer says close', async (t) => {
  const paths = ['/ok', '/ok', '/ok', '/ok', '/ok', '/ok', '/ok'];
  assert.deepEqual(
    await play(
      t,
      paths.map((path) => get(path)),
    ),
    [
      '#1 new: first-request · 200 · kept',
      '#1 reused · 200 · kept',
      '#1 reused · 200 · server-sent-close',
      '#2 new: server-sent-close · 200 · kept',
      '#2 reused · 200 · kept',
      '#2 reused · 200 · server-sent-close',
      '#3 new: server-sent-close · 200 · kept',
    ],
  );
});

test('the same over TLS', async (t) => {
  const secure = ['/ok', '/ok', '/ok', '/ok'].map((path) => requestTo(nginx.secureOrigin + path));
  assert.deepEqual(await play(t, secure), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · server-sent-close',
    '#2 new: server-sent-close · 200 · kept',
  ]);
});

test('HTTP/2: after keepalive_requests 3 it says GOAWAY', async (t) => {
  const requests = Array.from({ length: 5 }, () => requestTo(`${nginx.http2Origin}/ok`));
  assert.deepEqual(await play(t, requests), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · goaway',
    '#2 new: goaway · 200 · kept',
    '#2 reused · 200 · kept',
  ]);
});

test('keepalive_timeout 0: the answer says close', async (t) => {
  assert.deepEqual(await play(t, [get('/close'), get('/ok')]), [
    '#1 new: first-request · 200 · server-sent-close',
    '#2 new: server-sent-close · 200 · kept',
  ]);
});

test('keepalive_timeout 1s: nginx closes the idle connection, and we see it', async (t) => {
  const client = await clientFor(t);
  assert.deepEqual(await play(t, [get('/ok')], client), ['#1 new: first-request · 200 · kept']);
  await until('the pool is empty', () => client.snapshot().connections.length === 0);
  const { idleMs = 0 } = client.snapshot().recentlyClosed[0]?.closedBecause ?? {};
  // nginx counts in whole milliseconds of its own, coarse clock.
  assert.ok((idleMs ?? 0) > 900, `idle for ${String(idleMs)}`);
  assert.deepEqual(await play(t, [get('/ok')], client), [
    '#2 new: server-closed-idle · 200 · kept',
  ]);
});

test('answers of every shape keep the connection', async (t) => {
  const shapes = [
    get('/ok'),
    get('/empty'),
    get('/moved'),
    get('/page.txt'),
    get('/page.txt', { method: 'HEAD' }),
    get('/ok', { method: 'HEAD' }),
    get('/nowhere'),
    get('/ok', { method: 'POST', body: Buffer.alloc(100_000) }),
    get('/zipped/page.txt', { headers: [['Accept-Encoding', 'gzip']] }),
    get('/page.txt', {
      headers: [['If-Modified-Since', new Date(Date.now() + 1e6).toUTCString()]],
    }),
  ];
  const client = await clientFor(t);
  // Not more than three a connection here, so each shape is the second request of its own.
  const statuses = [];
  for (const shape of shapes) {
    await play(t, [get('/ok', { freshConnection: true })], client);
    const [line = ''] = await play(t, [shape], client);
    assert.match(line, /^#\d+ reused · \d+ · kept$/);
    statuses.push(Number(line.split(' · ')[1]));
    client.closeAll();
  }
  assert.deepEqual(statuses, [200, 204, 301, 200, 200, 200, 404, 200, 200, 304]);
});

test('a compressed answer is asked for without a word, and decoded', async (t) => {
  const client = await clientFor(t);
  const { decoding, body } = await client.send(get('/zipped/page.txt'));
  await nginx.nextLines(1);
  assert.deepEqual([decoding?.codings, decoding?.problem], [['gzip'], null]);
  assert.equal(new TextDecoder().decode(body.bytes()), 'a page of some length\n'.repeat(100));
});

test('a body of unknown length without chunking ends with its connection', async (t) => {
  const zipped = get('/unchunked/page.txt', { headers: [['Accept-Encoding', 'gzip']] });
  assert.deepEqual(await play(t, [zipped, get('/ok')]), [
    '#1 new: first-request · 200 · server-sent-close',
    '#2 new: server-sent-close · 200 · kept',
  ]);
});

test('a body that is too large is refused before it is read', async (t) => {
  const upload = get('/small', { method: 'POST', body: Buffer.alloc(1_000_000) });
  assert.deepEqual(await play(t, [upload, get('/ok')]), [
    '#1 new: first-request · 413 · server-sent-close',
    '#2 new: server-sent-close · 200 · kept',
  ]);
});

test('a TLS session is resumed, as nginx sees it, too', async (t) => {
  const client = await clientFor(t);
  const fresh = requestTo(`${nginx.secureOrigin}/ok`, { freshConnection: true });
  const [first, second] = await agreed([await client.send(fresh), await client.send(fresh)]);
  assert.equal(second?.tlsResumed, true);
  assert.notEqual(first?.connection, second.connection);
});

test('plain HTTP to the TLS port is answered with 400, TLS to the plain one not at all', async (t) => {
  const client = await clientFor(t);
  const plain = await client.send(requestTo(nginx.secureOrigin.replace('https:', 'http:')));
  assert.deepEqual(story(plain), ['#1 new: first-request · 400 · server-sent-close']);
  const secure = await client.send(requestTo(nginx.origin.replace('http:', 'https:')));
  assert.deepEqual(story(secure), ['tls-handshake in tls']);
  // nginx logs both, the handshake as a bad request.
  await nginx.nextLines(2);
});

function get(path: string, changes: Partial<ResolvedRequest> = {}): ResolvedRequest {
  return requestTo(nginx.origin + path, changes);
}

/** Sends one after the other, each as nginx saw it, too, and gives the story of each. */
async function play(
  t: TestContext,
  requests: readonly ResolvedRequest[],
  client?: Client,
): Promise<string[]> {
  const sender = client ?? (await clientFor(t));
  const exchanges: Exchange[] = [];
  for (const request of requests) exchanges.push(await sender.send(request));
  await agreed(exchanges);
  return exchanges.flatMap(story);
}

/** What nginx logged of these exchanges of one hop, which is what they say of their connections. */
async function agreed(exchanges: readonly Exchange[]): Promise<readonly LogLine[]> {
  const lines = await nginx.nextLines(exchanges.length);
  // nginx logs a request that it refused early after the next one, so the order says nothing.
  const seen = exchanges.map(({ hops: [hop] }) => {
    const index = (hop?.connection?.requestsBefore ?? 0) + 1;
    const line = lines.find(
      ({ clientPort, request }) => clientPort === hop?.connection?.localPort && request === index,
    );
    assert.ok(line, `nginx knows request ${String(index)} of #${String(hop?.connection?.id)}`);
    assert.equal(line.status, hop?.response?.status);
    assert.equal(line.tlsResumed, hop?.connection?.tlsResumed ?? false);
    return line;
  });
  const ours = exchanges.map(({ hops: [hop] }) => hop?.connection?.id);
  assert.deepEqual(pattern(ours), pattern(seen.map(({ connection }) => connection)));
  return seen;
}

/** Which of them are the same, whatever they are called: `[7, 7, 9]` → `[0, 0, 2]`. */
function pattern(names: readonly unknown[]): number[] {
  return names.map((name) => names.indexOf(name));
}
