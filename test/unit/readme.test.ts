/** What the README lists is what there is. The causes and the hints have their own test, in `insight`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answerFailures } from '../../src/insight/failures/answers.ts';
import { reachingFailures } from '../../src/insight/failures/reaching.ts';
import { timeoutFailures } from '../../src/insight/failures/timeouts.ts';
import { tlsFailures } from '../../src/insight/failures/tls.ts';
import { unsentFailures } from '../../src/insight/failures/unsent.ts';
import { directiveDocs } from '../../src/language/directiveDocs.ts';

type Manifest = {
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
    }[];
    readonly keybindings: readonly { readonly key: string }[];
  };
};

const { contributes } = JSON.parse(read('package.json')) as Manifest;

/** Each row of its tables as its cells, without what is only for the eye. */
const rows = read('README.md')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

test('every setting has its row, with its default', () => {
  for (const { properties } of contributes.configuration) {
    for (const [name, { default: value }] of Object.entries(properties)) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const [, , told] = rows.find(([, first]) => first === name) ?? [];
      assert.equal(told, text, name);
    }
  }
});

test('every setting of other clients that counts has its row', () => {
  const names = read('src/editor/importedSettings.ts').match(/(?<=')(?:rest-client|httpyac)\.\w+/g);
  assert.ok(names !== null && names.length > 10);
  const told = new Set(rows.flatMap(([, first = '']) => first.split(', ')));
  assert.deepEqual(
    names.filter((name) => !told.has(name)),
    [],
  );
});

test('every directive that has an effect is named', () => {
  const text = read('README.md');
  for (const { name } of directiveDocs) assert.match(text, new RegExp(`\`# @${name}[ \`]`), name);
});

test('every code of a failure is named, and no other', () => {
  const [list = ''] = /(?<=^- `code` is one of ).*/m.exec(read('README.md')) ?? [];
  const codes = Object.keys({
    ...reachingFailures,
    ...tlsFailures,
    ...timeoutFailures,
    ...answerFailures,
    ...unsentFailures,
  });
  assert.deepEqual(list.match(/[\w-]+/g)?.toSorted(), codes.toSorted());
});

test('every key has its row', () => {
  const told = new Set(rows.map(([, first = '']) => first.toLowerCase()));
  const keys = contributes.keybindings.map(({ key }) => key);
  const ours = keys.filter((key) => key.startsWith('ctrl+alt+'));
  assert.ok(ours.length > 0);
  assert.deepEqual(
    ours.filter((key) => !told.has(key)),
    [],
  );
});

function read(path: string): string {
  return readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
}
