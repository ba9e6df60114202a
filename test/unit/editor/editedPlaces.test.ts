/** A place after edits elsewhere: the property is that the same characters stand there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeAfter, untouchedAfter, type EditedPlace } from '../../../src/editor/editedPlaces.ts';

const text = 'GET /a\n\n###\nDELETE /b\n\n###\nGET /c\n';
const deletion = text.indexOf('DELETE');

function after(wanted: string, edits: readonly (readonly EditedPlace[])[]): number | null {
  const start = text.indexOf(wanted);
  return untouchedAfter(start, start + wanted.length, edits);
}

test('lines pasted above move it, lines pasted into it end it', () => {
  const above: EditedPlace = { offset: 0, removed: 0, inserted: 30, inLine: true };
  assert.equal(placeAfter(deletion, [[above]]), deletion + 30);
  assert.equal(after('DELETE /b', [[above]]), deletion + 30);
  const within: EditedPlace = { offset: deletion + 3, removed: 1, inserted: 1, inLine: true };
  assert.equal(after('DELETE /b', [[within]]), null);
  // Its line begins where it began: it is another text, and the same request.
  assert.equal(placeAfter(deletion, [[within]]), deletion);
});

test('what is removed whole is gone, though the next stands where it stood', () => {
  const gone: EditedPlace = { offset: 0, removed: deletion, inserted: 0, inLine: false };
  assert.equal(placeAfter(0, [[gone]]), null);
  assert.equal(after('GET /a', [[gone]]), null);
  assert.equal(placeAfter(deletion, [[gone]]), 0);
  // Another method for the first line.
  assert.equal(placeAfter(0, [[{ offset: 0, removed: 3, inserted: 4, inLine: true }]]), 0);
});

test('after any edits one after the other the same text stands there, or nothing does', () => {
  const edit = fc.tuple(fc.nat(200), fc.nat(6), fc.nat(6));
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(40), fc.nat(9), (edits, at, length) => {
      const marks: (number | null)[] = Array.from({ length: 60 }, (_one, index) => index);
      const told = edits.map(([from, much, inserted]): readonly EditedPlace[] => {
        const offset = Math.min(from, marks.length);
        const removed = Math.min(much, marks.length - offset);
        const added = Array.from({ length: inserted }, () => null);
        marks.splice(offset, removed, ...added);
        return [{ offset, removed, inserted, inLine: false }];
      });
      const now = untouchedAfter(at, at + length + 1, told);
      if (now === null) return;
      const there = marks.slice(now, now + length + 1);
      assert.deepEqual(
        there,
        Array.from(there, (_one, index) => at + index),
      );
    }),
  );
});
