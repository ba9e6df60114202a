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

test('one that takes its time has two thirds of it for other things', () => {
  assert.deepEqual(shownAt(200), [0, 600, 1200, 1800]);
  assert.deepEqual(shownAt(300), [0, 900, 1800]);
});

test('one that says nothing is asked again after a while', () => {
  assert.deepEqual(shownAt(null), [0, 2000]);
});
