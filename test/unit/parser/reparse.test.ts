import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Text } from '../../../src/parser/edit.ts';
import type { Block, HttpFile } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { problemsOf } from '../../../src/parser/problems.ts';
import { reparse } from '../../../src/parser/reparse.ts';
import { requestAtLine, requestsBetween, requestsOf } from '../../../src/parser/requests.ts';
import { variablesOf } from '../../../src/parser/variablesOf.ts';
import { checkTree } from './checkTree.ts';
import { plainFile } from './plainTree.ts';

/** Four hundred requests: enough for several chunks. */
const marked = Array.from(
  { length: 400 },
  (_, index) =>
    `### ${String(index)}\n@v${String(index)} = 1\nGET https://a.test/${String(index)}\nA: b\n\n{\n}\n`,
).join('');
const unmarked = Array.from(
  { length: 400 },
  (_, index) => `GET https://a.test/${String(index)}\n\nbody ${String(index)}\n\n`,
).join('');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}

/** Applies an edit, and checks the tree against that of a full parse. */
function edit(text: string, offset: number, removed: number, inserted: string): [HttpFile, string] {
  const after = text.slice(0, offset) + inserted + text.slice(offset + removed);
  const file = reparse(parse(text), after, { offset, removed, inserted: inserted.length });
  checkTree(file, after);
  assert.deepEqual(plainFile(file), plainFile(parse(after)));
  return [file, after];
}

for (const [name, text] of Object.entries({ marked, unmarked })) {
  test(`edits all over a long file: ${name}`, () => {
    for (let index = 0; index < 6; index++) {
      const offset = Math.floor((text.length * index) / 5);
      edit(text, offset, 0, 'x');
      edit(text, offset, Math.min(3, text.length - offset), '');
      edit(text, offset, 0, '\n### new\nGET https://new.test/\n\n');
      edit(text, offset, Math.min(20_000, text.length - offset), '');
    }
  });
}

test('what opens and is never closed swallows the rest of the section, and gives it back', () => {
  const opened = edit(unmarked, 0, 0, 'POST https://a.test/\n\n> {%\n')[1];
  assert.equal(requestsOf(parse(opened)).length, 1);
  const closed = edit(opened, opened.indexOf('> {%') + 4, 0, '%}')[0];
  assert.equal(requestsOf(closed).length, 401);
});

test('blocks away from an edit stay the objects they were', () => {
  const before = parse(marked);
  const offset = marked.indexOf('a.test/200');
  const text = `${marked.slice(0, offset)}x${marked.slice(offset)}`;
  const after = reparse(before, text, { offset, removed: 0, inserted: 1 });
  const old = new Set<Block>(before.blocks.map(({ block }) => block));
  const fresh = after.blocks.filter(({ block }) => !old.has(block));
  assert.deepEqual(
    fresh.map(({ block }) => block.title?.text),
    ['199', '200'],
  );
  assert.equal(
    after.chunks.filter(({ chunk }, at) => before.chunks[at]?.chunk !== chunk).length,
    1,
  );
});

test('only the text around the edit is asked for', () => {
  const asked: number[] = [];
  const offset = marked.indexOf('a.test/200');
  const after = `${marked.slice(0, offset)}x${marked.slice(offset)}`;
  const text: Text = {
    length: after.length,
    slice(start, end) {
      asked.push(end - start);
      return after.slice(start, end);
    },
  };
  const file = reparse(parse(marked), text, { offset, removed: 0, inserted: 1 });
  assert.equal(requestsOf(file)[200]?.request.target.text, 'https://xa.test/200');
  assert.ok(asked.reduce((sum, length) => sum + length) < 200, asked.join());
});

test('edited trees do not keep the texts they were read from', () => {
  const text = marked.repeat(60);
  let file = parse(text);
  const before = heapUsed();
  for (let index = 0; index < 40; index++) {
    const offset = text.indexOf('a.test', Math.floor((text.length * index) / 40));
    // A text of its own for each edit, as an editor hands it in.
    const after = Buffer.from(`${text.slice(0, offset)}x${text.slice(offset + 1)}`).toString();
    file = reparse(file, after, { offset, removed: 1, inserted: 1 });
  }
  const grown = heapUsed() - before;
  assert.ok(file.chunks.length > 1);
  assert.ok(
    grown < 4 * text.length,
    `${String(grown)} bytes for 40 texts of ${String(text.length)}`,
  );
});

test('a byte order mark before the first separator', () => {
  for (const inserted of ['\n', 'x', '\ufeff'])
    edit('\ufeff###\nGET https://a.test/\n', 0, 0, inserted);
  edit('\ufeff###\nGET https://a.test/\n', 0, 1, '');
  edit('###\nGET https://a.test/\n', 0, 0, '\ufeff');
});

test('from text to bytes and back', () => {
  const [binary, text] = edit(marked, 40, 0, '\0');
  assert.equal(problemsOf(binary)[0]?.code, 'binary-file');
  const back = reparse(binary, marked, { offset: 40, removed: 1, inserted: 0 });
  assert.equal(text.length, marked.length + 1);
  assert.deepEqual(plainFile(back), plainFile(parse(marked)));
});

test('some lines of a long file', () => {
  const file = parse(marked);
  const all = requestsOf(file);
  assert.equal(all.length, 400);
  for (const [first, last] of [
    [0, 0],
    [0, 6],
    [6, 7],
    [900, 950],
    [2790, 9999],
    [9999, 9999],
  ] as const) {
    const expected = all.filter(({ blockLine }) => blockLine <= last && blockLine + 7 >= first);
    const found = requestsBetween(file, first, last);
    assert.deepEqual(
      found.map(({ line }) => line),
      expected.map(({ line }) => line),
    );
  }
  for (const { line, request } of all) assert.equal(requestAtLine(file, line)?.request, request);
});

test('the variables of a long file', () => {
  const found = variablesOf(parse(marked));
  assert.equal(found.length, 400);
  assert.deepEqual(
    found.map(({ variable, blockLine }) => blockLine + variable.line),
    Array.from({ length: 400 }, (_, index) => index * 7 + 1),
  );
});
