import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalAt, arrivalText, offsetOf, piecesOf } from '../../../src/insight/arrivalText.ts';

const arrivals = [
  { atMs: 10, bytes: 2 },
  { atMs: 1254, bytes: 3 },
];

test('places in a text are found by the bytes that came, whatever the charset', () => {
  const check = (body: Uint8Array, charset: string, expected: readonly (number | null)[]): void => {
    const pieces = piecesOf(body, arrivals, charset);
    const found = expected.map((_, at) => arrivalAt(pieces ?? [], at)?.atMs ?? null);
    assert.deepEqual(found, expected, charset);
  };
  check(Buffer.from('ab cd'), 'utf-8', [10, 10, 1254, 1254, 1254, null]);
  // The second of its bytes came with the second piece.
  check(Buffer.from('aäbc'), 'utf-8', [10, 1254, 1254, 1254, null]);
  check(Buffer.from('äöx'), 'utf-8', [10, 1254, 1254, null]);
  check(Buffer.from('aäbcd', 'latin1'), 'windows-1252', [10, 10, 1254, 1254, 1254, null]);
  check(Buffer.from('abcd and more'), 'utf-8', [10, 10, 1254, 1254, 1254, null]);
  assert.equal(piecesOf(Buffer.from('abcde'), arrivals, 'cp437'), null);
});

test('what came before the pieces that are known is not known', () => {
  const pieces = [{ start: 5, end: 8, arrival: { atMs: 1, bytes: 3 } }];
  assert.equal(arrivalAt(pieces, 4), null);
  assert.equal(arrivalAt(pieces, 5)?.atMs, 1);
  assert.equal(arrivalAt([], 0), null);
});

test('when a piece came is told to a hundredth of a second', () => {
  const textAt = (atMs: number): string => arrivalText({ atMs, bytes: 312 });
  assert.equal(textAt(1254), 'Arrived 1.25 s after the request, in a piece of 312 bytes');
  assert.equal(textAt(12.4), 'Arrived 12 ms after the request, in a piece of 312 bytes');
});

test('lines end as in the editor', () => {
  const text = 'a\r\nbc\rd\n\nef';
  const places: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 1],
    [2, 0],
    [3, 0],
    [4, 1],
    [9, 0],
  ];
  assert.deepEqual(
    places.map(([line, column]) => offsetOf(text, line, column)),
    [0, 4, 6, 8, 10, text.length],
  );
});
