/**
 * Both closed lists, end to end: what brings each of their members about with real traffic.
 * Left out are `different-credentials`, for nothing here binds credentials to a connection yet (`pool/want.test.ts`),
 * and `ping-failed`, which takes more than a minute (`transport/http2Upkeep.test.ts`).
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { closedCodes, differences, type ClosedCode } from '../../../src/pool/reasons.ts';
import { closed } from './closedRows.ts';
import { opened } from './openedRows.ts';
import { scene } from './reasonScene.ts';

suite('opened because', () => {
  for (const [code, bringAbout] of opened) {
    test(code, async (t) => {
      const made = await scene(t);
      await bringAbout(made);
      assert.equal(made.openings.at(-1), code, made.openings.join());
    });
  }
});

suite('closed because', () => {
  for (const [code, bringAbout, limit] of closed) {
    test(limit === undefined ? code : `${code}, ${String(limit)}`, async (t) => {
      const made = await scene(t);
      await bringAbout(made);
      const { recentlyClosed } = made.client.snapshot();
      const seen = recentlyClosed.map(({ closedBecause }) => closedBecause);
      const told = seen.find((because) => because.code === code);
      assert.equal(told?.limit, limit ?? null, JSON.stringify(seen));
      if (replacing.has(code)) return;
      // And the next one that it would have served says so.
      await made.again();
      assert.equal(made.openings.at(-1), code, made.openings.join());
    });
  }

  /** Here the one that takes its place is open already, or nothing can be sent any more. */
  const replacing = new Set<ClosedCode>(['evicted-host-limit', 'network-changed', 'pool-disposed']);
});

test('nothing of either list is left out', () => {
  const reached = new Set<string>([...opened, ...closed].map(([code]) => code));
  const all = [...closedCodes, ...differences];
  assert.deepEqual(
    all.filter((code) => !reached.has(code)),
    ['ping-failed', 'different-credentials'],
  );
});
