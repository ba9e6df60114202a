import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../src/client/settings.ts';
import { certificates } from '../../support/certificates.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

for (const scheme of ['http', 'https']) {
  test(`ten sends one after the other over ${scheme} are one connection`, async (t) => {
    const { localhost } = await certificates();
    const { server, client, send } = await stage(t, scheme === 'https' ? { tls: localhost } : {});
    for (let sent = 0; sent < 10; sent++) {
      const [hop] = (await send('/ok')).hops;
      assert.equal(hop?.connection?.requestsBefore, sent);
      assert.equal(hop.connection.localPort, server.connections[0]?.remotePort);
    }
    assert.equal(server.connections.length, 1);
    assert.equal(server.handshakes, scheme === 'https' ? 1 : 0);
    const { opened, reused, dnsLookups, tlsHandshakes } = client.snapshot().counters;
    assert.deepEqual([opened, reused, dnsLookups, tlsHandshakes], [1, 9, 0, server.handshakes]);
  });
}

test('at the same time, each takes its own; afterwards the oldest serves', async (t) => {
  const { server, send } = await stage(t);
  const together = await Promise.all([send('/slow'), send('/slow')]);
  assert.deepEqual(together.map(story), [
    ['#1 new: first-request · 200 · kept'],
    ['#2 new: all-busy · 200 · kept'],
  ]);
  assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
  assert.deepEqual(server.served(), [['/slow', '/ok'], ['/slow']]);
});

test('a fresh connection leaves the idle one for those who come after', async (t) => {
  const { server, send } = await stage(t);
  await send('/ok');
  const fresh = await send('/ok', { freshConnection: true });
  assert.deepEqual(story(fresh), ['#2 new: fresh-connection · 200 · kept']);
  assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
  assert.equal(server.connections.length, 2);
});

test('hosts are told apart by name, not by address', async (t) => {
  const { server, client, send } = await stage(t);
  await send('/ok');
  const byName = await client.send(requestTo(`http://localhost:${String(server.port)}/ok`));
  assert.deepEqual(story(byName), ['#2 new: first-request · 200 · kept']);
  assert.equal(server.connections.length, 2);
});

test('a Host header of its own changes neither the connection nor the match', async (t) => {
  const { localhost } = await certificates();
  const { server, send } = await stage(t, { tls: localhost });
  await send('/ok');
  const other = await send('/ok', { headers: [['Host', 'other.test']] });
  assert.deepEqual(story(other), ['#1 reused · 200 · kept']);
  assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
  const hosts = server.connections[0]?.requests.map(({ headers }) => headers.get('host'));
  const own = `127.0.0.1:${String(server.port)}`;
  assert.deepEqual(hosts, [own, 'other.test', own]);
});

test('plain where TLS was, at the same port, is another scheme', async (t) => {
  const { localhost } = await certificates();
  const { server, client, send } = await stage(t, { tls: localhost });
  await send('/ok');
  const forecast = client.forecast(requestTo(server.origin.replace('https:', 'http:')));
  assert.equal(forecast.kind === 'open' ? forecast.because.code : null, 'different-scheme');
});

test('a TLS session is resumed on a new connection, and that is not called reuse', async (t) => {
  const { localhost } = await certificates();
  const { server, send } = await stage(t, { tls: localhost });
  const first = await send('/ok', { noKeepAlive: true });
  const second = await send('/ok');
  assert.deepEqual(story(second), ['#2 new: no-keep-alive · 200 · kept']);
  assert.equal(first.hops[0]?.connection?.tlsResumed, false);
  assert.equal(second.hops[0]?.connection?.tlsResumed, true);
  assert.deepEqual([server.handshakes, server.resumed], [2, 1]);
});

test('past the limit of idle connections the oldest idle one is closed', async (t) => {
  const one = await stage(t);
  const two = await stage(t);
  const client = await clientFor(t, { maxIdleConnections: 1 });
  await client.send(requestTo(`${one.server.origin}/ok`));
  await client.send(requestTo(`${two.server.origin}/ok`));
  const [left] = client.snapshot().connections;
  assert.equal(left?.id, 2);
  assert.deepEqual(story(await client.send(requestTo(`${one.server.origin}/ok`))), [
    '#3 new: evicted-pool-full · 200 · kept',
  ]);
});

test('a limit that is raised lets those in the queue go on', async (t) => {
  const settings = { ...defaultSettings, maxConnectionsPerHost: 1 };
  const { client, server, send } = await stage(t, { settings });
  const stop = new AbortController();
  const busy = send('/never', {}, stop.signal);
  await until('the first is there', () => server.connections[0]?.requests.length === 1);
  const waiting = send('/ok');
  client.changeSettings({ ...settings, maxConnectionsPerHost: 2 });
  assert.deepEqual(story(await waiting), ['#2 new: all-busy · 200 · kept']);
  stop.abort();
  await busy;
});
