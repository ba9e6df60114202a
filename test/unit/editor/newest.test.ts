import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNewest } from '../../../src/editor/newest.ts';

/** Readings that end when they are told to, and what was taken of them. */
function readings() {
  const ends: ((value: string) => void)[] = [];
  const taken: string[] = [];
  const newest = createNewest(
    () => new Promise<string>((resolve) => ends.push(resolve)),
    (value) => taken.push(value),
  );
  return { ends, taken, newest };
}

test('the first reading begins at once, and settled is when it was taken', async () => {
  const { ends, taken, newest } = readings();
  ends[0]!('first');
  await newest.settled();
  assert.deepEqual(taken, ['first']);
  await newest.settled();
  assert.deepEqual(taken, ['first']);
});

test('settled waits for the reading that begins while it waits', async () => {
  const { ends, taken, newest } = readings();
  const settled = newest.settled().then(() => taken.push('settled'));
  newest.again();
  ends[0]!('old');
  await new Promise(setImmediate);
  assert.deepEqual(taken, []);
  ends[1]!('new');
  await settled;
  assert.deepEqual(taken, ['new', 'settled']);
});

test('an older reading that ends later is not taken', async () => {
  const { ends, taken, newest } = readings();
  newest.again();
  ends[1]!('new');
  await newest.settled();
  ends[0]!('old');
  await new Promise(setImmediate);
  assert.deepEqual(taken, ['new']);
});
