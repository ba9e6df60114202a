/**
 * Both closed lists, end to end: what brings each of their members about with real traffic.
 * Left out is `different-credentials`, for nothing here binds credentials to a connection yet (`pool/want.test.ts`).
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { closedCodes, differences } from '../../../src/pool/reasons.ts';
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
      // Nothing can be sent any more.
      if (code === 'pool-disposed') return;
      // And the next one that it would have served says so.
      await made.again();
      assert.equal(made.openings.at(-1), code, made.openings.join());
    });
  }
});

test('nothing of either list is left out', () => {
  const reached = new Set<string>([...opened, ...closed].map(([code]) => code));
  const all = [...closedCodes, ...differences];
  assert.deepEqual(
    all.filter((code) => !reached.has(code)),
    ['different-credentials'],
  );
});
