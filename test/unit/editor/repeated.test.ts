import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRepeated } from '../../../src/editor/repeated.ts';

/** Works that end when they are told to, each with what there was when it began. */
function works() {
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  let state = 'nothing';
  const repeated = createRepeated(() => {
    begun.push(state);
    return new Promise((resolve) => ends.push(resolve));
  });
  const change = (next: string): void => {
    state = next;
    repeated.again();
  };
  return { ends, begun, change, repeated };
}

const turn = (): Promise<unknown> => new Promise(setImmediate);

test('what changes while it is done is done in one go, and the last of it is not lost', async () => {
  const { ends, begun, change, repeated } = works();
  for (const state of ['a', 'b', 'c', 'd']) change(state);
  assert.deepEqual(begun, ['a']);
  ends[0]!();
  await turn();
  assert.deepEqual(begun, ['a', 'd']);
  ends[1]!();
  await repeated.settled();
  change('e');
  assert.deepEqual(begun, ['a', 'd', 'e']);
});

test('settled waits for what is still to be done', async () => {
  const { ends, begun, change, repeated } = works();
  await repeated.settled();
  change('a');
  change('b');
  let isSettled = false;
  const settled = repeated.settled().then(() => (isSettled = true));
  ends[0]!();
  await turn();
  assert.deepEqual([begun, isSettled], [['a', 'b'], false]);
  ends[1]!();
  await settled;
});
