/** Each phase of a hop has a limit of its own where one is set; dns is in `test/interop`, with a name server that is slow. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { suite, test, type TestContext } from 'node:test';
import { describeFailure, shortFailure } from '../../../src/insight/failureText.ts';
import { noProxy } from '../../../src/client/proxySettings.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import { certificates } from '../../support/certificates.ts';
import { startDeafListener } from '../../support/deafListener.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

const limitMs = 150;

/** What is said of it: the phase, the limit and the way out. */
function checkWords({ failure }: Exchange, phase: string): void {
  assert.ok(failure);
  assert.deepEqual([failure.phase, failure.limit], [phase, limitMs]);
  const sentence = describeFailure(failure);
  assert.ok(sentence.includes(`within 150 ms. `), sentence);
  assert.ok(sentence.endsWith(`, or give it more time with # @timeout ${phase}`), sentence);
  assert.match(shortFailure(failure), /within 150 ms$/);
}

suite('a phase that takes too long', { concurrency: true }, () => {
  test('queued', async (t) => {
    const { client, server, send } = await stage(t, { settings: { maxConnectionsPerHost: 1 } });
    const stop = new AbortController();
    const busy = send('/never', {}, stop.signal);
    await until('the first is there', () => server.connections[0]?.requests.length === 1);
    const exchange = await send('/ok', { phaseTimeoutsMs: { queued: limitMs } });
    assert.deepEqual(story(exchange), ['timeout in queued']);
    checkWords(exchange, 'queued');
    assert.equal(client.snapshot().connections.length, 1);
    stop.abort();
    await busy;
    assert.deepEqual(server.served(), [['/never']]);
  });

  test('proxy', async (t) => {
    const port = await silentListener(t);
    const proxy = { ...noProxy, https: `http://127.0.0.1:${String(port)}` };
    const client = await clientFor(t, { proxy });
    const exchange = await client.send(
      requestTo('https://target.test/', { phaseTimeoutsMs: { proxy: limitMs } }),
    );
    assert.deepEqual(story(exchange), ['timeout in proxy']);
    checkWords(exchange, 'proxy');
    assert.equal(exchange.failure?.port, port);
  });

  test('tcp', async (t) => {
    const deaf = await startDeafListener();
    t.after(() => deaf.dispose());
    const client = await clientFor(t, { phaseTimeoutsMs: { tcp: limitMs } });
    const exchange = await client.send(requestTo(`http://127.0.0.1:${String(deaf.port)}/`));
    assert.deepEqual(story(exchange), ['timeout in tcp']);
    checkWords(exchange, 'tcp');
  });

  test('tls', async (t) => {
    const { localhost } = await certificates();
    const { client, send } = await stage(t, { tls: localhost, handshakeDelayMs: Infinity });
    const exchange = await send('/ok', { phaseTimeoutsMs: { tls: limitMs } });
    assert.deepEqual(story(exchange), ['timeout in tls']);
    checkWords(exchange, 'tls');
    assert.deepEqual(client.snapshot().connections, []);
  });

  test('send', async (t) => {
    const client = await clientFor(t);
    const url = `http://127.0.0.1:${String(await silentListener(t))}/`;
    const body = new Uint8Array(64 * 1024 * 1024);
    const exchange = await client.send(
      requestTo(url, { method: 'PUT', body, phaseTimeoutsMs: { send: limitMs } }),
    );
    assert.deepEqual(story(exchange), ['#1 new: first-request · timeout in send · timeout']);
    checkWords(exchange, 'send');
    assert.equal(exchange.hops[0]?.connection?.closedBecause?.limit, limitMs);
  });

  test('wait, by the file and by the settings, where the file may say none', async (t) => {
    const { send } = await stage(t, { settings: { phaseTimeoutsMs: { wait: limitMs } } });
    const bySettings = await send('/never');
    assert.deepEqual(story(bySettings), ['#1 new: first-request · timeout in wait · timeout']);
    checkWords(bySettings, 'wait');
    assert.equal((await send('/slow?first=400', { phaseTimeoutsMs: { wait: 0 } })).failure, null);
    const byFile = await send('/never', { phaseTimeoutsMs: { wait: 20 } });
    assert.equal(byFile.failure?.limit, 20);
  });

  test('download', async (t) => {
    const { server, send } = await stage(t);
    await send('/ok');
    const exchange = await send('/partial-body-never', { phaseTimeoutsMs: { download: limitMs } });
    assert.deepEqual(story(exchange), ['#1 reused · timeout in download · timeout']);
    checkWords(exchange, 'download');
    await until('the connection is closed', () => !server.connections[0]?.isOpen);
  });

  test('a phase in time, and those without a limit, are let be', async (t) => {
    const { send } = await stage(t);
    const phaseTimeoutsMs = { queued: 5000, tcp: 5000, send: 5000, download: 5000, tls: 1 };
    const exchange = await send('/slow?first=300', { phaseTimeoutsMs });
    assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
    assert.deepEqual(story(await send('/ok', { phaseTimeoutsMs })), ['#1 reused · 200 · kept']);
  });

  test('the limit of all of it still holds, and says so', async (t) => {
    const { send } = await stage(t);
    const exchange = await send('/never', { timeoutMs: 100, phaseTimeoutsMs: { download: 5000 } });
    assert.deepEqual([exchange.failure?.code, exchange.failure?.limit], ['timeout', 100]);
    assert.equal(exchange.failure?.ofPhase, undefined);
  });
});

/** It takes connections and reads nothing. */
async function silentListener(t: TestContext): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ pauseOnConnect: true }, (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
