import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { phaseNames, type Phase } from '../../../src/request/phases.ts';
import { certificates } from '../../support/certificates.ts';
import { startDelayRelay } from '../../support/delayRelay.ts';
import { requestTo } from '../../support/requestTo.ts';
import { stage, story } from '../../support/stage.ts';

test('a phase is there when it happened, and null when it did not', async (t) => {
  const { localhost } = await certificates();
  const { server, client, send } = await stage(t);
  check(await send('/ok'), ['tcp', 'send', 'wait', 'download']);
  check(await send('/ok'), ['send', 'wait', 'download']);
  const byName = requestTo(`http://localhost:${String(server.port)}/ok`);
  check(await client.send(byName), ['dns', 'tcp', 'send', 'wait', 'download']);

  const secure = await stage(t, { tls: localhost });
  check(await secure.send('/ok'), ['tcp', 'tls', 'send', 'wait', 'download']);
  check(await secure.send('/ok'), ['send', 'wait', 'download']);
  check(await secure.send('/never', { timeoutMs: 50 }), ['send', 'wait']);
});

test('waiting for the first byte is `wait`, for the rest `download`', async (t) => {
  const { send } = await stage(t);
  const { phases } = await send('/slow?first=60&between=90');
  // A timer may fire a millisecond early; what else takes time is added, never taken away.
  assert.ok((phases.wait ?? 0) >= 58, `wait was ${String(phases.wait)}`);
  assert.ok((phases.download ?? 0) >= 88, `download was ${String(phases.download)}`);
});

test('an interim answer is the first byte', async (t) => {
  const { send } = await stage(t);
  const { hops } = await send('/early-hints');
  assert.equal(hops[0]?.response?.status, 200);
  check(await send('/early-hints'), ['send', 'wait', 'download']);
});

test('far away, a handshake costs a round trip for TLS, and nothing when reused', async (t) => {
  const { localhost } = await certificates();
  const { server, client } = await stage(t, { tls: localhost });
  const relay = await startDelayRelay(server.port, 30);
  t.after(() => relay.dispose());
  const request = requestTo(`https://127.0.0.1:${String(relay.port)}/ok`);
  const cold = await client.send(request);
  const warm = await client.send(request);
  assert.deepEqual([cold, warm].map(story).flat(), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
  ]);
  assert.ok((cold.phases.tls ?? 0) >= 58, `tls was ${String(cold.phases.tls)}`);
  assert.ok((warm.phases.wait ?? 0) >= 58, `wait was ${String(warm.phases.wait)}`);
  assert.equal(warm.phases.tls, null);
});

test('bytes are counted as they went over the wire', async (t) => {
  const { server, send } = await stage(t);
  const { hops } = await send('/echo', { method: 'POST', body: Buffer.from('twelve bytes') });
  const seen = server.connections[0]?.requests[0];
  assert.equal(hops[0]?.requestBytes, (seen?.raw.length ?? 0) + 12);
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\ntwelve bytes';
  assert.equal(hops[0].responseBytes, answer.length);
  assert.equal(hops[0].response?.httpVersion, '1.1');
});

test('the version is the one the server wrote', async (t) => {
  const { send } = await stage(t);
  for (const [path, version] of [
    ['/http-1.0-keep-alive', '1.0'],
    ['/ok', '1.1'],
    ['/http-1.0', '1.0'],
  ] as const) {
    const [hop] = (await send(path)).hops;
    assert.equal(hop?.response?.httpVersion, version);
    assert.equal(hop.connection?.protocol, `http/${version}`);
  }
});

/** `queued` is always there; phases must add up to the total of their hop. */
function check({ hops, phases, total }: Exchange, expected: readonly Phase[]): void {
  const there = phaseNames.filter((name) => phases[name] !== null && name !== 'queued');
  assert.deepEqual(there, expected);
  for (const hop of hops) {
    const sum = phaseNames.reduce((micros, name) => micros + toMicros(hop.phases[name] ?? 0), 0);
    assert.equal(sum, toMicros(hop.total));
  }
  assert.ok(total >= Math.max(...hops.map((hop) => hop.total)));
}

function toMicros(ms: number): number {
  return Math.round(ms * 1000);
}
