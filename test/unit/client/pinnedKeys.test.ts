import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePinnedKeys } from '../../../src/client/pinnedKeys.ts';

const one = 'YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE=';
const other = 't62CeU2tQiqkexU74Gxa2eg7fRbEgoChTociMee9wno=';

test('pinned keys are written as for curl', () => {
  check(`sha256//${one}`, [one]);
  check(`sha256//${one};sha256//${other}`, [one, other]);
  check(` sha256//${one} ; sha256//${other} `, [one, other]);
  for (const wrong of [
    '',
    one,
    `sha256/${one}`,
    `sha1//${one}`,
    `sha256//${one};`,
    `sha256//${one};${other}`,
    `sha256//${one},sha256//${other}`,
    'sha256//YWJj',
    // Of 32 bytes in Base64 the last two bits are 0.
    `sha256//${one.replace('E=', 'F=')}`,
    'key.pem',
  ]) {
    check(wrong, null);
  }
});

function check(text: string, expected: readonly string[] | null): void {
  assert.deepEqual(parsePinnedKeys(text), expected, text);
}
