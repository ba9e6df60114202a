/** Which version of HTTP is spoken, by ALPN, by prior knowledge, or because it was asked for. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { describeFailure } from '../../../src/insight/failureText.ts';
import { certificates } from '../../support/certificates.ts';
import { http2Over } from '../../support/http2Over.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';

suite('which version is spoken', () => {
  const rows: readonly [httpVersion: string | null, protocol: string][] = [
    [null, 'h2'],
    ['2', 'h2'],
    ['1.1', 'http/1.1'],
  ];
  for (const [httpVersion, protocol] of rows) {
    test(`https, asked for ${String(httpVersion)}, server speaks both: ${protocol}`, async (t) => {
      const { send } = await http2Over(t, { tls: (await certificates()).localhost });
      const exchange = await send('/ok', { httpVersion });
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      assert.equal(exchange.hops[0]?.connection?.protocol, protocol);
      assert.equal(exchange.hops[0].response?.httpVersion, protocol === 'h2' ? '2' : '1.1');
    });
  }

  for (const httpVersion of [null, '2']) {
    test(`https, asked for ${String(httpVersion)}, server without ALPN: 1.1`, async (t) => {
      const server = await startServer({ tls: (await certificates()).localhost });
      t.after(() => server.dispose());
      const client = await clientFor(t);
      const exchange = await client.send(requestTo(`${server.origin}/ok`, { httpVersion }));
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      assert.equal(exchange.hops[0]?.connection?.protocol, 'http/1.1');
    });
  }

  test('http, asked for 2: prior knowledge; asked for nothing: 1.1', async (t) => {
    const { send, server } = await http2Over(t);
    const exchange = await send('/ok');
    assert.equal(exchange.hops[0]?.connection?.protocol, 'h2');
    assert.equal(exchange.hops[0].connection.tlsVersion, null);
    assert.deepEqual(server.connections[0]?.paths, ['/ok']);
    const plain = await startServer();
    t.after(() => plain.dispose());
    const client = await clientFor(t);
    const other = await client.send(requestTo(`${plain.origin}/ok`));
    assert.equal(other.hops[0]?.connection?.protocol, 'http/1.1');
  });

  test('prior knowledge of a server that speaks 1.1 only fails in words', async (t) => {
    const plain = await startServer();
    t.after(() => plain.dispose());
    const client = await clientFor(t);
    const exchange = await client.send(requestTo(`${plain.origin}/ok`, { httpVersion: '2' }));
    assert.ok(exchange.failure);
    assert.equal(exchange.failure.code, 'protocol-error');
    assert.match(
      describeFailure(exchange.failure),
      /^127\.0\.0\.1:\d+ does not speak HTTP\/2\. Take it out of the request line/,
    );
    assert.deepEqual(client.snapshot().connections, []);
  });

  test('a connection of the other version is not reused, and that is the reason', async (t) => {
    const { send } = await http2Over(t, { tls: (await certificates()).localhost });
    const stories = [
      await send('/ok', { httpVersion: '2' }),
      await send('/ok', { httpVersion: '1.1' }),
      await send('/ok', { httpVersion: '1.1' }),
      await send('/ok', { httpVersion: '2' }),
    ].flatMap(story);
    assert.deepEqual(stories, [
      '#1 new: first-request · 200 · kept',
      '#2 new: different-http-version · 200 · kept',
      '#2 reused · 200 · kept',
      '#1 reused · 200 · kept',
    ]);
  });
});
