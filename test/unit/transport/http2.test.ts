/** HTTP/2 as it should go: streams, bodies and heads. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { certificates } from '../../support/certificates.ts';
import { http2Over } from '../../support/http2Over.ts';
import { story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

suite('many at once', () => {
  test('share one connection once it stands', async (t) => {
    const { send, server, client } = await http2Over(t);
    await send('/ok');
    const all = await Promise.all(Array.from({ length: 20 }, () => send('/slow?ms=20')));
    for (const exchange of all) assert.deepEqual(story(exchange), ['#1 reused · 200 · kept']);
    assert.equal(server.connections.length, 1);
    assert.equal(server.connections[0]?.mostAtOnce, 20);
    assert.deepEqual(
      all.map(({ hops }) => hops[0]?.connection?.requestsBefore),
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    assert.deepEqual([client.snapshot().connections[0]?.streams], [0]);
  });

  test('the server allows 2: the third opens a connection, for lack of streams', async (t) => {
    const { send, server } = await http2Over(t, { maxConcurrentStreams: 2 });
    await send('/ok');
    const all = await Promise.all(Array.from({ length: 3 }, () => send('/slow?ms=30')));
    assert.deepEqual(all.flatMap(story), [
      '#1 reused · 200 · kept',
      '#1 reused · 200 · kept',
      '#2 new: streams-exhausted · 200 · kept',
    ]);
    assert.deepEqual(all[2]?.hops[0]?.connection?.openedBecause?.limit, 2);
    assert.deepEqual(
      server.connections.map(({ mostAtOnce }) => mostAtOnce),
      [2, 1],
    );
  });

  test('our own limit counts as well', async (t) => {
    const { send, server } = await http2Over(t, {}, { maxConcurrentStreams: 3 });
    await send('/ok');
    const all = await Promise.all(Array.from({ length: 5 }, () => send('/slow?ms=30')));
    const ids = all.map(({ hops }) => hops[0]?.connection?.id);
    assert.deepEqual(ids, [1, 1, 1, 2, 3]);
    assert.equal(server.connections[0]?.mostAtOnce, 3);
  });

  test('one connection a host, the server allows 2: the others wait for a stream', async (t) => {
    const settings = { maxConnectionsPerHost: 1 };
    const { send, server } = await http2Over(t, { maxConcurrentStreams: 2 }, settings);
    await send('/ok');
    const all = await Promise.all(Array.from({ length: 6 }, () => send('/slow?ms=20')));
    for (const exchange of all) assert.deepEqual(story(exchange), ['#1 reused · 200 · kept']);
    assert.equal(server.connections.length, 1);
    assert.equal(server.connections[0]?.mostAtOnce, 2);
    assert.ok((all[5]?.phases.queued ?? 0) >= 30, 'the last one waited for two rounds');
  });

  test('those who wait for a connection that is being opened share it at once', async (t) => {
    const { send, server } = await http2Over(t, {}, { maxConnectionsPerHost: 1 });
    await Promise.all(Array.from({ length: 8 }, () => send('/slow?ms=30')));
    assert.equal(server.connections.length, 1);
    assert.ok((server.connections[0]?.mostAtOnce ?? 0) >= 7, 'they ran side by side');
  });

  test('the server allows fewer from now on', async (t) => {
    const { send, server, client } = await http2Over(t, { maxConcurrentStreams: 10 });
    await send('/ok');
    const [connection] = server.connections;
    const running = Promise.all([send('/slow?ms=60'), send('/slow?ms=60'), send('/slow?ms=60')]);
    await until('three run', () => connection?.mostAtOnce === 3);
    connection?.session.settings({ maxConcurrentStreams: 2 });
    await until('it is known', () => client.snapshot().connections[0]?.maxStreams === 2);
    assert.deepEqual(story(await send('/ok')), ['#2 new: streams-exhausted · 200 · kept']);
    for (const exchange of await running) {
      assert.deepEqual(story(exchange), ['#1 reused · 200 · kept']);
    }
  });
});

suite('an answer', () => {
  const kept = ['#1 reused · 200 · kept'];

  test('to HEAD has no body and keeps the connection', async (t) => {
    const { send } = await http2Over(t);
    await send('/ok');
    const exchange = await send('/ok', { method: 'HEAD' });
    assert.deepEqual(story(exchange), kept);
    assert.equal(exchange.body.length, 0);
    assert.deepEqual(story(await send('/204')), ['#1 reused · 204 · kept']);
    assert.deepEqual(story(await send('/ok')), kept);
  });

  test('with trailers', async (t) => {
    const { send } = await http2Over(t);
    await send('/ok');
    const exchange = await send('/trailers');
    assert.deepEqual(story(exchange), kept);
    assert.equal(text(exchange), 'with trailers');
  });

  test('103, then 200: the first is the first byte, the second the answer', async (t) => {
    const { send } = await http2Over(t);
    await send('/ok');
    const exchange = await send('/early-hints?ms=200');
    assert.deepEqual(story(exchange), kept);
    assert.equal(text(exchange), 'ok');
    // A busy machine may see the 103 late; had it not been the first byte, this would be about nothing.
    assert.ok((exchange.phases.download ?? 0) >= 100, String(exchange.phases.download));
  });

  test('of 20 MB, and a request of 20 MB', async (t) => {
    const { send } = await http2Over(t, { tls: (await certificates()).localhost });
    const large = Buffer.alloc(20_000_000, 'abcdefghij');
    const exchange = await send('/echo', { method: 'POST', body: large });
    assert.equal(exchange.failure, null);
    assert.ok(large.equals(exchange.body.bytes()));
    assert.deepEqual(story(await send('/ok')), kept);
  });

  test('larger than the limit costs its stream only', async (t) => {
    const { send, server } = await http2Over(t, {}, { maxBodyBytes: 1000 });
    assert.equal((await send('/size?bytes=1000')).failure, null);
    const [large, beside] = await Promise.all([send('/size?bytes=500000'), send('/slow?ms=20')]);
    assert.deepEqual(story(large), ['#1 reused · too-large in download · kept']);
    assert.equal(large.failure?.limit, 1000);
    assert.deepEqual(story(beside), kept);
    assert.equal(server.connections.length, 1);
  });

  test('before the request was sent whole stops the request, not the connection', async (t) => {
    const { send, server } = await http2Over(t);
    const body = Buffer.alloc(30_000_000);
    const exchange = await send('/early', { method: 'POST', body, timeoutMs: 10_000 });
    assert.deepEqual(story(exchange), ['#1 new: first-request · 413 · kept']);
    assert.equal(text(exchange), 'too much');
    await until('the server is told', () => server.connections[0]?.streams[0]?.closed === true);
    assert.deepEqual(story(await send('/ok')), kept);
  });

  test('with a head of 60 KB is read, with one of 200 KB not, and only that stream is lost', async (t) => {
    const { send } = await http2Over(t);
    await send('/ok');
    const exchange = await send('/huge-header?bytes=60000');
    assert.deepEqual(story(exchange), kept);
    assert.ok((exchange.hops[0]?.responseBytes ?? 0) > 60_000);
    const huge = await send('/huge-header?bytes=200000', { timeoutMs: 5000 });
    assert.equal(huge.failure?.code, 'protocol-error');
    assert.deepEqual((await send('/ok')).failure, null);
  });
});

suite('a request', () => {
  test('goes out without what belongs to HTTP/1 connections', async (t) => {
    const { send } = await http2Over(t);
    const exchange = await send('/headers', {
      headers: [
        ['Host', 'api.test'],
        ['Proxy-Connection', 'keep-alive'],
        ['TE', 'gzip'],
        ['X-Two', 'a'],
        ['X-Two', 'b'],
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
      ],
    });
    const seen = JSON.parse(text(exchange)) as Record<string, string>;
    assert.equal(seen[':authority'], 'api.test');
    assert.equal(seen['x-two'], 'a, b');
    assert.equal(seen['cookie'], 'a=1; b=2');
    for (const gone of ['host', 'proxy-connection', 'te']) assert.equal(seen[gone], undefined);
  });

  test('with a header that HTTP/2 has once only is refused in a word', async (t) => {
    const { send } = await http2Over(t);
    await send('/ok');
    const twice = await send('/ok', {
      headers: [
        ['Authorization', 'a'],
        ['Authorization', 'b'],
      ],
    });
    assert.deepEqual(story(twice), ['#1 reused · not-supported in send · kept']);
    assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
  });

  test('that wants no keep-alive closes the connection, after what else is on it', async (t) => {
    const { send, server } = await http2Over(t);
    await send('/ok');
    const beside = send('/slow?ms=60');
    const last = await send('/ok', { noKeepAlive: true });
    assert.deepEqual(story(last), ['#1 reused · 200 · no-keep-alive']);
    assert.deepEqual(story(await beside), ['#1 reused · 200 · no-keep-alive']);
    await until('it is closed', () => server.connections[0]?.socket.destroyed === true);
    assert.deepEqual(story(await send('/ok')), ['#2 new: no-keep-alive · 200 · kept']);
  });
});

function text({ body }: Exchange): string {
  return Buffer.from(body.bytes()).toString();
}
