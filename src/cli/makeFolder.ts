import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** With those above it that are missing, one by one: `recursive` tries for ever where a file system makes none, such as /proc. */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !exists(at); at = dirname(at)) missing.push(at);
  for (const each of missing.toReversed()) makeOne(each);
}

function exists(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return path === dirname(path);
  if (!found.isDirectory()) throw Object.assign(new Error('no directory'), { code: 'ENOTDIR' });
  return true;
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Another process may have been quicker.
    if (code !== 'EEXIST' || !exists(folder)) throw error;
  }
}
