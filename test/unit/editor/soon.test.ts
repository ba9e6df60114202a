import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createSoon } from '../../../src/editor/soon.ts';

/** Long enough for all that was asked for to be done. */
const later = (): Promise<void> => setTimeout(50);

test('what is asked for in a burst is done once, and not in the turn in which it is asked for', async () => {
  let done = 0;
  const soon = createSoon(() => (done += 1), 1);
  for (let asked = 0; asked < 100; asked++) soon.ask();
  assert.equal(done, 0);
  await later();
  assert.equal(done, 1);
  soon.ask();
  await later();
  assert.equal(done, 2);
});

test('what is done at once is done for those who have asked, too', async () => {
  let done = 0;
  const soon = createSoon(() => (done += 1), 1);
  soon.ask();
  soon.now();
  assert.equal(done, 1);
  await later();
  assert.equal(done, 1);
});

test('work that asks for itself goes on, until it is disposed of', async () => {
  let done = 0;
  const soon = createSoon(() => {
    done += 1;
    soon.ask();
  }, 1);
  soon.now();
  await later();
  assert.ok(done > 1, String(done));
  soon.dispose();
  const before = done;
  await later();
  assert.equal(done, before);
});
