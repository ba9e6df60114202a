/**
 * What we tell of connections is what servers saw of them.
 * `KEEPALIVE_TRUTH_SENDS=10000` sends more than the usual number, `KEEPALIVE_TRUTH_SEED` plans others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConnections } from './checkConnections.ts';
import { checkHops } from './checkHops.ts';
import { ledgerOf } from './ledger.ts';
import { planBatch } from './plan.ts';
import { sendBatch } from './sendBatch.ts';

const sends = Number(process.env['KEEPALIVE_TRUTH_SENDS'] ?? 2000);
const firstSeed = Number(process.env['KEEPALIVE_TRUTH_SEED'] ?? 1);
const sendsOfBatch = 100;

test(`${sends} random sends, and no disagreement with the servers`, async (t) => {
  const wrong: string[] = [];
  const told = new Map<string, number>();
  for (let sent = 0, seed = firstSeed; sent < sends; sent += sendsOfBatch, seed++) {
    const account = await sendBatch(planBatch(seed, sendsOfBatch));
    const ledger = ledgerOf(account);
    const found = [...checkHops(account, ledger), ...checkConnections(account, ledger)];
    wrong.push(...found.map((what) => `seed ${seed}, ${account.batch.kind}: ${what}`));
    const count = (what: string): unknown => told.set(what, (told.get(what) ?? 0) + 1);
    for (const { closedBecause } of account.closed) count(`closed ${closedBecause.code}`);
    for (const { hops } of account.told.map(({ exchange }) => exchange)) {
      for (const { connection, failure } of hops) {
        count(connection?.openedBecause?.code ?? (connection === null ? 'none' : 'reused'));
        count(failure?.code ?? 'answered');
      }
    }
  }
  for (const [what, times] of [...told].sort()) t.diagnostic(`${what}: ${times}`);
  assert.deepEqual(wrong, []);
});
