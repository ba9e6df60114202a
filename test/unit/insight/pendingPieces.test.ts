import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPendingPieces } from '../../../src/insight/pendingPieces.ts';

/** Letters are bytes, and each piece came a millisecond after the one before it. */
function check(
  capacity: number,
  added: readonly string[],
  expected: readonly string[],
  dropped: number,
): void {
  const pending = createPendingPieces(capacity);
  let gone = 0;
  for (const [atMs, piece] of added.entries()) {
    const lent = new TextEncoder().encode(piece);
    gone += pending.add(lent, { atMs, bytes: piece.length });
    lent.fill(0);
  }
  const taken = pending.take();
  const texts = taken.map(
    ({ bytes, arrival }) => `${String(arrival.atMs)} ${new TextDecoder().decode(bytes)}`,
  );
  assert.deepEqual(texts, expected);
  assert.equal(gone, dropped);
  assert.deepEqual(pending.take(), []);
}

test('pieces are kept as they were, and apart', () => {
  check(10, [], [], 0);
  check(10, ['ab', '', 'cdef'], ['0 ab', '1 ', '2 cdef'], 0);
  check(6, ['ab', 'cdef'], ['0 ab', '1 cdef'], 0);
});

test('where there is no room the oldest go, a part of a piece too', () => {
  check(8, ['abc', 'def', 'ghi'], ['0 c', '1 def', '2 ghi'], 2);
  check(8, ['abcdefgh', 'ijkl'], ['0 efgh', '1 ijkl'], 4);
  check(8, ['ab', 'cdefghijklm'], ['1 fghijklm'], 5);
});

test('what was taken makes room', () => {
  const pending = createPendingPieces(4);
  const arrival = { atMs: 0, bytes: 4 };
  const piece = new Uint8Array(4);
  for (let times = 0; times < 3; times++) {
    assert.equal(pending.add(piece, arrival), 0);
    assert.equal(pending.take().length, 1);
  }
});
