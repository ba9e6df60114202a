/**
 * A tour of sends over real servers, and every word that is written about them, in one file to read:
 * `tour.txt` beside this one. Times are `T`, ports are the names of the servers.
 * After a change of words that is meant: `WRITE_TOUR=1 node --test test/unit/insight/tour/tour.test.ts`.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { closedCodes } from '../../../../src/pool/reasons.ts';
import { createTour } from './guide.ts';
import { scenes } from './scenes.ts';

const golden = join(import.meta.dirname, 'tour.txt');

test('a tour over real servers is told word for word as before', async (t) => {
  const tour = await createTour(t);
  for (const [title, play] of scenes) await tour.scene(title, play);
  const text = tour.text();
  if (process.env['WRITE_TOUR'] !== undefined) writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, 'utf8'));
  assert.ok(tour.sends() >= 40, `${String(tour.sends())} sends`);
  const told = new Set(text.match(/(?<=[([])[a-z][\w.-]*(?=[)\]])/g));
  const missing = closedCodes.filter((code) => !told.has(code));
  assert.deepEqual(missing, hardToReach, 'causes of closing that the tour does not show');
});

/** After it nothing can be sent that would tell of it; `client/reasons.test.ts` shows it. */
const hardToReach = ['pool-disposed'];
