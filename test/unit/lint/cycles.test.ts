/** No file of `src` leads back to itself by what it imports, so that each can be read after those it builds on. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');

test('imports go one way, those of types, too', () => {
  const files = globSync('src/**/*.ts', { cwd: root });
  assert.ok(files.length > 400);
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const from = way.indexOf(file);
    assert.equal(from, -1, [...way.slice(from), file].join(' → '));
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s[^;]*?from '(\.[^']+)';/gm);
  return Array.from(found, ([, path = '']) => join(dirname(file), path));
}
