/** What servers do that ends connections early: raised by real traffic, and near misses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from '../../support/stage.ts';
import { until } from '../../support/until.ts';
import { hintsOf, learnFrom, told } from './sent.ts';

test('server-closes-idle: sends come slower than the server keeps connections', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/idle-fin?ms=5\n\n###\nGET ${server.origin}/ok\n`;
  const learned = await learnFrom(client, text, [0, 0, 0], 60);
  assert.equal(server.connections.length, 3);
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['server-closes-idle 1 measured']);
  assert.match(
    hints[0]?.message ?? '',
    /^127\.0\.0\.1:\d+ closes a connection after .* idle \(seen \d times\), and sends come .* apart: 2 of 3 sends found it closed\. /,
  );
});

test('server-closes-idle is no hint after one close, which may be chance', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/idle-fin?ms=5\n`;
  const learned = await learnFrom(client, text, [0, 0], 60);
  assert.equal(server.connections.length, 2);
  assert.deepEqual(told(hintsOf(text, learned)), []);
});

test('server-closes-after: the same number of requests each time', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/close?on=2\n`;
  const learned = await learnFrom(client, text, [0, 0, 0, 0, 0]);
  assert.deepEqual(
    server.connections.map(({ requests }) => requests.length),
    [2, 2, 1],
  );
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['server-closes-after 1 measured']);
  assert.match(
    hints[0]?.message ?? '',
    /closes a connection after 2 requests \(seen 2 times\), so 2 of 5 sends opened one\. /,
  );
});

test('server-closes-after: after each answer is no keep-alive at all', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/close\n`;
  const [hint] = hintsOf(text, await learnFrom(client, text, [0, 0, 0]));
  assert.match(hint?.message ?? '', /closes the connection after each answer \(seen 3 times\)/);
  assert.equal(server.connections.length, 3);
});

test('server-closes-after is no hint where it closes now sooner, now later', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/close?on=2\n\n###\nGET ${server.origin}/close?on=3\n`;
  const learned = await learnFrom(client, text, [0, 0, 1, 1, 1]);
  assert.deepEqual(
    server.connections.map(({ requests }) => requests.length),
    [2, 3],
  );
  assert.deepEqual(told(hintsOf(text, learned)), []);
});

test('close-delimited: at the request whose answer ends with its connection', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/chunked\n\n###\nGET ${server.origin}/close-delimited?q=1\n`;
  assert.deepEqual(told(hintsOf(text, await learnFrom(client, text, [0, 0]))), []);
  const learned = await learnFrom(client, text, [1, 0]);
  assert.equal(server.connections.length, 2);
  assert.deepEqual(told(hintsOf(text, learned)), ['close-delimited 4 measured']);
});

test('http-1.0: answered without keep-alive; with it the connection is kept', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/http-1.0-keep-alive\n\n###\nGET ${server.origin}/http-1.0\n`;
  assert.deepEqual(told(hintsOf(text, await learnFrom(client, text, [0, 0]))), []);
  assert.equal(server.connections.length, 1);
  const hints = hintsOf(text, await learnFrom(client, text, [1, 1]));
  assert.deepEqual(told(hints), ['http-1.0 4 measured']);
  assert.equal(server.connections.length, 2);
});

test('http-1.0: asked for in the request line', () => {
  const text = 'GET http://api.test/ HTTP/1.0\n\n###\nGET http://api.test/ HTTP/1.1\n';
  const hints = hintsOf(text);
  assert.deepEqual(told(hints), ['http-1.0 1 unmeasured']);
  assert.equal(text.slice(hints[0]?.start, hints[0]?.end), '1.0');
});

test('what the pool tells of closed connections is learned without a send, and once', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/idle-fin?ms=1\n`;
  const before = await learnFrom(client, text, [0]);
  await until('it is closed', () => client.snapshot().connections.length === 0);
  const { learnSnapshot } = await import('../../../src/insight/profile/learn.ts');
  const once = learnSnapshot(before, client.snapshot());
  const origin = `http://127.0.0.1:${server.port}`;
  assert.equal(once.profiles.get(origin)?.closedBecause['server-closed-idle'], 1);
  assert.equal(once.profiles.get(origin)?.idleCloses.length, 1);
  assert.equal(learnSnapshot(once, client.snapshot()), once, 'nothing new');
});
