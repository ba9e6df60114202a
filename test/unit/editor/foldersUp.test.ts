import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { test } from 'node:test';
import { foldersUp } from '../../../src/editor/foldersUp.ts';

/** As `vscode.Uri.joinPath(folder, '..')`, on Windows for what stands on a drive. */
function parentOf({ path }: { readonly path: string }): { readonly path: string } {
  if (!/^\/[a-z]:/.test(path)) return { path: posix.join(path, '..') };
  return { path: `/${win32.join(path.slice(1), '..').replaceAll('\\', '/')}` };
}

function paths(first: string, isWithin: (path: string) => boolean): readonly string[] {
  return foldersUp({ path: first }, parentOf, ({ path }) => isWithin(path)).map(({ path }) => path);
}

test('those within the workspace folder, up to itself', () => {
  const isWithin = (path: string): boolean => `${path}/`.startsWith('/a/work/');
  assert.deepEqual(paths('/a/work/one/two', isWithin), [
    '/a/work/one/two',
    '/a/work/one',
    '/a/work',
  ]);
  assert.deepEqual(paths('/a/work', isWithin), ['/a/work']);
});

test('the first one is always among them', () => {
  assert.deepEqual(
    paths('/elsewhere/one', () => false),
    ['/elsewhere/one'],
  );
});

test('it ends at the top, of a drive of Windows as well', () => {
  const always = (): boolean => true;
  assert.deepEqual(paths('/c:/Work/api', always), ['/c:/Work/api', '/c:/Work', '/c:/']);
  assert.deepEqual(paths('/a', always), ['/a', '/']);
});
