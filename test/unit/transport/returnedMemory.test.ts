import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReturnedMemory } from '../../../src/transport/returnedMemory.ts';

test('memory is given back when nothing more is cut from it and nobody holds a piece', () => {
  const { lend } = createReturnedMemory(() => true);
  const memory = new ArrayBuffer(64);
  const first = lend(new Uint8Array(memory, 0, 32));
  const second = lend(new Uint8Array(memory, 32));
  first();
  second();
  assert.equal(memory.byteLength, 64, 'more may be cut from it');
  lend(new Uint8Array(16));
  assert.equal(memory.byteLength, 0);
});

test('memory of a piece that is kept, or of others, stays', () => {
  const { lend, keep } = createReturnedMemory((memory) => memory.byteLength === 64);
  const kept = new ArrayBuffer(64);
  lend(new Uint8Array(kept, 0, 32))();
  keep(new Uint8Array(kept, 32));
  const others = new ArrayBuffer(48);
  lend(new Uint8Array(others, 0, 8))();
  lend(new Uint8Array(16))();
  assert.deepEqual([kept.byteLength, others.byteLength], [64, 48]);
});
