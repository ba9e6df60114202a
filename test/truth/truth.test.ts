/**
 * What we tell of connections is what servers saw of them.
 * Half of the sends are planned from the same seeds each time, half from a seed that is new each time and printed.
 * `KEEPALIVE_TRUTH_SENDS=10000` sends more than usual; `KEEPALIVE_TRUTH_SEED` plans the second half again.
 */
import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { checkConnections } from './checkConnections.ts';
import { checkHops } from './checkHops.ts';
import { ledgerOf } from './ledger.ts';
import { planBatch } from './plan.ts';
import { sendBatch, type Account } from './sendBatch.ts';

const sends = Number(process.env['KEEPALIVE_TRUTH_SENDS'] ?? 3000);
const newSeed = Number(process.env['KEEPALIVE_TRUTH_SEED'] ?? Math.floor(Math.random() * 1e9));
const sendsOfBatch = 100;
/** Far more than a batch ever takes: whoever waits longer would wait for ever. */
const batchMs = 60_000;

suite(`${sends} random sends, and no disagreement with the servers`, () => {
  test('planned as always', (t) => agree(t, 1));
  test(`planned from seed ${newSeed}`, (t) => agree(t, newSeed));
});

async function sendWithin(seed: number): Promise<Account> {
  const batch = planBatch(seed, sendsOfBatch);
  const ended = new AbortController();
  const tooLong = delay(batchMs, null, ended).then(() => {
    throw new Error(`seed ${seed}, ${batch.kind}: not over after ${batchMs} ms`);
  });
  return Promise.race([sendBatch(batch), tooLong]).finally(() => ended.abort());
}

async function agree(t: TestContext, firstSeed: number): Promise<void> {
  const wrong: string[] = [];
  const told = new Map<string, number>();
  const count = (what: string): unknown => told.set(what, (told.get(what) ?? 0) + 1);
  for (let sent = 0, seed = firstSeed; sent < sends / 2; sent += sendsOfBatch, seed++) {
    const account = await sendWithin(seed);
    const ledger = ledgerOf(account);
    const found = [...checkHops(account, ledger), ...checkConnections(account, ledger)];
    wrong.push(...found.map((what) => `seed ${seed}, ${account.batch.kind}: ${what}`));
    for (const { closedBecause } of account.closed) count(`closed ${closedBecause.code}`);
    for (const { hops } of account.told.map(({ exchange }) => exchange)) {
      for (const { connection, failure } of hops) {
        count(connection?.openedBecause?.code ?? (connection === null ? 'none' : 'reused'));
        count(failure?.code ?? 'answered');
      }
    }
  }
  for (const [what, times] of [...told].sort()) t.diagnostic(`${what}: ${times}`);
  // Not compared with an empty list: what `assert` says of the difference to a long one takes for ever.
  assert.equal(wrong.length, 0, wrong.slice(0, 40).join('\n'));
}
