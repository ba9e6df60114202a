/** Each command that the manifest contributes is run by a test in a real window, by its id or by its title. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('every command is at work in a host test or a UI test', () => {
  const manifest = JSON.parse(read('package.json')) as {
    readonly contributes: {
      readonly commands: readonly { readonly command: string; readonly title: string }[];
    };
  };
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const { commands } = manifest.contributes;
  const tests = ['test/host', 'test/ui']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.ts'))
    .map(read)
    .join('\n');
  const idle = commands.filter(({ command, title }) => {
    const words = texts[title.replaceAll('%', '')] ?? title;
    return !tests.includes(`'${command}'`) && !tests.includes(`Keepalive: ${words}'`);
  });
  assert.deepEqual(
    idle.map(({ command }) => command),
    [],
  );
});
