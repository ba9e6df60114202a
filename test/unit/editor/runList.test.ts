import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  entriesBetween,
  entryAt,
  moveEntries,
  putEntry,
  removeEntry,
  type RunList,
} from '../../../src/editor/runList.ts';

test('entries stand in order, one to a place, and are found by it', () => {
  const list = listOf([30, 10, 20, 10]);
  assert.deepEqual(
    list.map(({ start, run }) => [start, run]),
    [
      [10, 3],
      [20, 2],
      [30, 0],
    ],
  );
  assert.equal(entryAt(list, 20)?.run, 2);
  assert.equal(entryAt(list, 21), null);
  assert.deepEqual(
    entriesBetween(list, 10, 30).map(({ run }) => run),
    [3, 2],
  );
  const [first] = list;
  assert.ok(first);
  assert.equal(removeEntry(list, first), true);
  assert.equal(removeEntry(list, first), false);
  assert.equal(list.length, 2);
});

const alphabet = fc.constantFrom('a', 'b', '\n');
const textOf = (length: number) => fc.string({ unit: alphabet, minLength: length, maxLength: 60 });

test('after any edits an entry stands before the character it stood before, or is forgotten', () => {
  fc.assert(
    fc.property(
      textOf(1),
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(200), fc.nat(6), textOf(0)), { maxLength: 5 }),
      (text, places, wishes) => {
        // Each character is told apart by where it stood.
        const characters = Array.from(text, (_character, index) => index);
        const list = listOf([...new Set(places.map((place) => place % text.length))]);
        const stood = new Map(list.map((entry) => [entry, entry.start]));
        const changes = apart(wishes, text.length);
        const after: (number | string)[] = [...characters];
        for (const { rangeOffset, rangeLength, text: inserted } of changes) {
          after.splice(rangeOffset, rangeLength, ...Array.from(inserted));
        }
        const { touched } = moveEntries(list, changes);
        for (const [entry, start] of stood) {
          const isOverwritten = changes.some(
            ({ rangeOffset, rangeLength }) =>
              rangeOffset < start && rangeOffset + rangeLength > start,
          );
          assert.equal(list.includes(entry), !isOverwritten);
          const isReplaced = changes.some(
            ({ rangeOffset, rangeLength }) => rangeOffset === start && rangeLength > 0,
          );
          if (!isOverwritten && !isReplaced) assert.equal(after[entry.start], start);
          if (isReplaced && !isOverwritten) assert.ok(touched.includes(entry));
        }
        assert.deepEqual(
          list.map(({ start }) => start),
          list.map(({ start }) => start).sort((a, b) => a - b),
        );
      },
    ),
  );
});

function listOf(starts: readonly number[]): RunList<number> {
  const list: RunList<number> = [];
  starts.forEach((start, run) => {
    putEntry(list, { start, text: '', run });
  });
  return list;
}

/** As VS Code tells them: none overlaps another, the last place first. */
function apart(wishes: readonly (readonly [number, number, string])[], length: number) {
  const changes: { rangeOffset: number; rangeLength: number; text: string }[] = [];
  let end = length;
  for (const [at, amount, text] of wishes.toSorted((a, b) => b[0] - a[0])) {
    const rangeOffset = at % (length + 1);
    const rangeLength = Math.min(amount, end - rangeOffset);
    if (rangeOffset > end || rangeLength < 0) continue;
    changes.push({ rangeOffset, rangeLength, text });
    end = rangeOffset - 1;
  }
  return changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
}
