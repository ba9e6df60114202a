/** A server closes its idle connection just when the next request goes out. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates, type KeyPair } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { clientFor } from '../support/stage.ts';
import { randomFrom } from './plan.ts';

/** Of each scheme; as many again for each four are POSTs. */
const idempotentSends = Number(process.env['KEEPALIVE_RACE_SENDS'] ?? 2000);
const lanes = 4;

type Sent = { readonly path: string; readonly exchange: Exchange };

for (const scheme of ['http', 'https'] as const) {
  test(`${idempotentSends} requests race with the close over ${scheme}`, async (t) => {
    const { localhost } = await certificates();
    const server = await startClosingServer(t, scheme === 'https' ? localhost : null);
    const origin = `${scheme}://127.0.0.1:${server.port}`;
    const sent = (
      await Promise.all(Array.from({ length: lanes }, (_, lane) => race(t, origin, lane)))
    ).flat();
    const arrivals = await server.arrivals();

    const failed = sent.filter(({ exchange }) => exchange.failure !== null);
    const retried = sent.filter(({ exchange }) => exchange.hops.length > 1);
    const posts = sent.filter(({ exchange }) => exchange.method === 'POST');
    t.diagnostic(`${sent.length} sent, ${retried.length} with a retry`);
    t.diagnostic(`${failed.length} of ${posts.length} POSTs failed`);
    assert.equal(sent.length - posts.length, idempotentSends);
    assert.deepEqual(
      failed.map(({ exchange: { method, failure } }) => `${method}: ${String(failure?.code)}`),
      failed.map(({ exchange }) => `POST: ${String(exchange.failure?.code)}`),
    );
    for (const { path } of posts) {
      const times = arrivals.get(path) ?? 0;
      assert.ok(times <= 1, `${path} arrived ${times} times`);
    }
    for (const { path, exchange } of sent) {
      const { hops } = exchange;
      const times = arrivals.get(path) ?? 0;
      assert.ok(times <= hops.length, `${path} arrived ${times} times in ${hops.length} hops`);
      assert.ok(times > 0 || exchange.failure !== null, `${path} never arrived`);
      for (const [index, { cause, failure, responseBytes, connection }] of hops.entries()) {
        assert.equal(cause, index === 0 ? 'first' : 'stale-retry');
        if (index < hops.length - 1) {
          assert.ok(failure !== null && responseBytes === 0 && connection?.reused === true);
        }
        if (index > 0) assert.equal(connection?.openedBecause?.code, 'stale-retry');
      }
    }
    // Else there was no race.
    assert.ok(retried.length > 0, 'no request met a closed connection');
  });
}

/** One request after the other on a client of its own, each about when the server closes. */
async function race(t: TestContext, origin: string, lane: number): Promise<Sent[]> {
  const client = await clientFor(t);
  const random = randomFrom(lane);
  const sent: Sent[] = [];
  const count = idempotentSends / lanes;
  for (let index = 0, idempotent = 0; idempotent < count; index++) {
    const method = index % 5 === 4 ? 'POST' : ['GET', 'PUT', 'DELETE'][index % 3]!;
    if (method !== 'POST') idempotent++;
    const closeMs = 1 + random() * 3;
    const how = random() < 0.3 ? 'reset' : 'fin';
    const path = `/${lane}-${index}`;
    const body = method === 'GET' || method === 'DELETE' ? null : Buffer.from('body');
    const url = `${origin}${path}?close=${closeMs}&how=${how}`;
    sent.push({ path, exchange: await client.send(requestTo(url, { method, body })) });
    // From a millisecond before the close to half a one after it.
    const until = performance.now() + closeMs - 1 + random() * 1.5;
    await delay(Math.max(0, Math.floor(closeMs) - 2));
    while (performance.now() < until) await turn();
  }
  return sent;
}

async function startClosingServer(t: TestContext, certificate: KeyPair | null) {
  // Not a thread: one whose sockets were reset may never end, on Node 22 as on 24.
  const server = fork(join(import.meta.dirname, 'closingServer.ts'), [JSON.stringify(certificate)]);
  t.after(() => server.kill());
  const [port] = (await once(server, 'message')) as [number];
  return {
    port,
    async arrivals() {
      // What is still under way to it.
      await delay(50);
      server.send('count');
      const [counted] = (await once(server, 'message')) as [readonly (readonly [string, number])[]];
      return new Map(counted);
    },
  };
}
