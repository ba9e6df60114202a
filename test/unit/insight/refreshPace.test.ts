import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefreshPace } from '../../../src/insight/refreshPace.ts';

/** When it is shown anew within two seconds of a text that never stops, where each time takes `costMs`; null is never heard of. */
function shownAt(costMs: number | null): number[] {
  const pace = createRefreshPace();
  const times: number[] = [];
  for (let nowMs = 0; nowMs <= 2000; nowMs += 10) {
    if (costMs !== null && nowMs === (times.at(-1) ?? NaN) + costMs) pace.shown(nowMs);
    if (!pace.mayTell(nowMs)) continue;
    pace.told(nowMs);
    times.push(nowMs);
  }
  return times;
}

test('an editor that is quick is told three times a second', () => {
  assert.deepEqual(shownAt(10).slice(0, 4), [0, 300, 600, 900]);
});

test('one that takes its time has nearly all of it for other things', () => {
  assert.deepEqual(shownAt(20), [0, 400, 800, 1200, 1600, 2000]);
  assert.deepEqual(shownAt(40), [0, 800, 1600]);
});

test('once a second it is told all the same, as long as two thirds of its time are left', () => {
  assert.deepEqual(shownAt(100), [0, 1000, 2000]);
  assert.deepEqual(shownAt(300), [0, 1000, 2000]);
  assert.deepEqual(shownAt(500), [0, 1500]);
});

test('one that says nothing is asked again after a while', () => {
  assert.deepEqual(shownAt(null), [0, 2000]);
});
