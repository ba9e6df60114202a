/** What reuse is worth, measured against real servers, one of them forty milliseconds away. */
import assert from 'node:assert/strict';
import { constants } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { noProxy } from '../../../src/client/proxySettings.ts';
import type { ClientSettings } from '../../../src/client/settings.ts';
import { reuseGain } from '../../../src/insight/reuseGain.ts';
import { reuseGainText } from '../../../src/insight/reuseGainText.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import {
  isSafeToRepeat,
  measureReuse,
  type MeasureOptions,
} from '../../../src/run/measureReuse.ts';
import { certificates } from '../../support/certificates.ts';
import { startDelayRelay } from '../../support/delayRelay.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor } from '../../support/stage.ts';

async function measure(
  t: TestContext,
  request: ResolvedRequest,
  options: MeasureOptions,
  settings: Partial<ClientSettings> = {},
) {
  const clients = { cold: await clientFor(t, settings), warm: await clientFor(t, settings) };
  return measureReuse(request, clients, options);
}

test('forty milliseconds away a session is at least three times as fast', async (t) => {
  const { localhost } = await certificates();
  // A whole handshake each time: TLS 1.2 takes two round trips.
  const noTickets = { maxVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_TICKET };
  const server = await startServer({ tls: { ...localhost, ...noTickets } });
  t.after(() => server.dispose());
  // A relay can't delay TCP's own round trip; that of the tunnel stands in for it.
  const proxy = await startScriptedProxy();
  t.after(() => proxy.dispose());
  const relay = await startDelayRelay(proxy.port, 20);
  t.after(() => relay.dispose());
  const pairs = 11;
  const done: number[] = [];
  const result = await measure(
    t,
    requestTo(`${server.origin}/ok`),
    { pairs, onPair: (pair) => done.push(pair) },
    { proxy: { ...noProxy, https: `http://127.0.0.1:${String(relay.port)}` } },
  );
  assert.equal(server.connections.length, pairs + 1, 'each cold one, and the warm one');
  assert.equal(server.handshakes, pairs + 1);
  assert.equal(server.resumed, 0);
  assert.deepEqual(
    server.connections.map(({ requests }) => requests.length),
    [pairs + 1, ...Array.from({ length: pairs }, () => 1)],
  );
  assert.deepEqual(
    done,
    Array.from({ length: pairs }, (_, index) => index + 1),
  );

  const gain = reuseGain(result);
  const ratio = (gain.coldSpread?.median ?? 0) / (gain.warmSpread?.median ?? 1);
  t.diagnostic(`${ratio.toFixed(2)} times; ${gain.verdict}`);
  // Round trips alone say 4 against 1; a machine that is short of time adds to each of them.
  assert.ok(ratio >= 3, `${ratio} times`);
  assert.match(
    gain.verdict,
    /^Reuse saves \d+ ms of \d+ ms, \d\d%; TCP (?:<1|\d+) · proxy \d+ · TLS \d+$/,
  );
  assert.equal(gain.resumed, 0);
});

test('cold and warm take turns, and what the file says about connections is left out', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const request = requestTo(`${server.origin}/ok`, { noKeepAlive: true, freshConnection: true });
  const result = await measure(t, request, { pairs: 4 });
  assert.deepEqual(
    server.connections.map(({ requests }) => requests.length),
    [5, 1, 1, 1, 1],
  );
  assert.ok(
    server.connections.every(({ requests }) => requests[0]?.headers.get('connection') !== 'close'),
  );
  assert.deepEqual(
    result.warm.map(({ hops }) => hops[0]?.connection?.requestsBefore),
    [1, 2, 3, 4],
  );
});

test('a server that keeps nothing leaves nothing to save', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const result = await measure(t, requestTo(`${server.origin}/close`), { pairs: 4 });
  const gain = reuseGain(result);
  assert.equal(gain.notReused, 4);
  assert.match(gain.verdict, /^Reuse saves nothing, for there is none: .* after 4 of 4 sends$/);
});

test('a failure ends it, a cancellation too, and both are told', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const failed = await measure(t, requestTo(`${server.origin}/fin`), { pairs: 4 });
  assert.equal(failed.failed?.failure?.code, 'closed-before-response');
  assert.match(reuseGainText(failed, 'dark'), /ended with a send that failed/);
  assert.equal(server.connections.length, 1);

  const abort = new AbortController();
  const cancelled = await measure(t, requestTo(`${server.origin}/ok`), {
    pairs: 100,
    signal: abort.signal,
    onPair: (pair) => {
      if (pair === 3) abort.abort();
    },
  });
  assert.equal(cancelled.isCancelled, true);
  assert.equal(cancelled.failed, null);
  assert.equal(cancelled.warm.length, 3);
  assert.match(reuseGainText(cancelled, 'light'), /It was cancelled before its end/);
});

test('only methods that change nothing are sent again and again unasked', () => {
  assert.deepEqual(
    ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PURGE'].filter(isSafeToRepeat),
    ['GET', 'HEAD', 'OPTIONS'],
  );
});
