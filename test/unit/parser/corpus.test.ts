/**
 * One pair of files for each construct and each mistake: a `.http` file and what is read from it.
 * `UPDATE_CORPUS=1` writes the expectations anew; read the difference before you keep it.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from '../../../src/parser/parse.ts';
import { parsedFileJson } from '../../../src/parser/parsedFileJson.ts';
import { checkTree } from './checkTree.ts';

const folder = new URL('../../corpus/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.http'))
  .map((name) => name.slice(0, -'.http'.length));

for (const name of names) {
  test(`corpus: ${name}`, () => {
    const text = readFileSync(new URL(`${name}.http`, folder), 'utf8');
    const file = parse(text);
    const actual = parsedFileJson(file, text);
    const expected = new URL(`${name}.json`, folder);
    if (process.env['UPDATE_CORPUS'] === '1') {
      writeFileSync(expected, `${JSON.stringify(actual, null, 2)}\n`);
    }
    assert.deepEqual(actual, JSON.parse(readFileSync(expected, 'utf8')));
    checkTree(file, text);
  });
}

test('the corpus has its pairs', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.deepEqual(files.sort(), names.map((name) => `${name}.json`).sort());
  assert.ok(names.length >= 150);
});
