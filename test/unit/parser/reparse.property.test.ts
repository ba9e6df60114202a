import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinEdits, type Edit } from '../../../src/parser/edit.ts';
import { parse } from '../../../src/parser/parse.ts';
import { reparse } from '../../../src/parser/reparse.ts';
import { anyText, runs } from './anyText.ts';
import { checkTree } from './checkTree.ts';
import { plainFile } from './plainTree.ts';

/** Where, as a share of the text, how much goes, and what comes. */
const anyEdit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: 3 }) },
    { weight: 1, arbitrary: fc.nat({ max: 300 }) },
  ),
  inserted: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '\n',
        '\r',
        '#',
        ' ',
        '{',
        '}',
        '<',
        '/',
        'x',
        '"',
        '\n\n',
        '\ufeff',
      ),
    },
    { weight: 2, arbitrary: anyText },
  ),
});

test('an edited tree is the tree of the edited text', () => {
  fc.assert(
    fc.property(anyText, fc.array(anyEdit, { minLength: 1, maxLength: 4 }), (start, edits) => {
      let text = start;
      let file = parse(text);
      for (const { at, removed: wanted, inserted } of edits) {
        const offset = Math.floor(at * text.length);
        const removed = Math.min(wanted, text.length - offset);
        text = text.slice(0, offset) + inserted + text.slice(offset + removed);
        file = reparse(file, text, { offset, removed, inserted: inserted.length });
        checkTree(file, text);
        assert.deepEqual(plainFile(file), plainFile(parse(text)));
      }
    }),
    runs,
  );
});

test('edits of one moment are one edit', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, fc.nat(), fc.nat(), (text, one, two, a, b) => {
      const [first, second] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
      assert.ok(first !== undefined && second !== undefined);
      const after =
        text.slice(0, first) + one + text.slice(first, second) + two + text.slice(second);
      const edits: Edit[] = [
        { offset: second, removed: 0, inserted: two.length },
        { offset: first, removed: 0, inserted: one.length },
      ];
      const file = reparse(parse(text), after, joinEdits(edits));
      assert.deepEqual(plainFile(file), plainFile(parse(after)));
    }),
    runs,
  );
});
