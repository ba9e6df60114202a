import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOutput } from '../../../src/cli/output.ts';

test('what is written within a turn goes out as one piece', async () => {
  const { stream, pieces } = sink();
  const output = createOutput(stream, () => assert.fail('closed'));
  output.write('a\n');
  output.write('b\n');
  assert.deepEqual(pieces, []);
  await nextTurn();
  output.write('c\n');
  await nextTurn();
  assert.deepEqual(pieces, ['a\nb\n', 'c\n']);
});

test('a large batch does not wait, and a flush does not either', () => {
  const { stream, pieces } = sink();
  const output = createOutput(stream, () => assert.fail('closed'));
  output.write('x'.repeat(100_000));
  assert.equal(pieces.length, 1);
  output.write('y');
  output.flush();
  assert.deepEqual(pieces.slice(1), ['y']);
});

test('a reader who has gone is told of once, and no more is written', async () => {
  let closed = 0;
  const { stream, pieces } = sink();
  const output = createOutput(stream, () => (closed += 1));
  stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  stream.emit('error', new Error('again'));
  output.write('a');
  await nextTurn();
  assert.deepEqual([closed, pieces], [1, []]);
});

function sink(): { stream: Writable; pieces: string[] } {
  const pieces: string[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece.toString());
      done();
    },
  });
  return { stream, pieces };
}
