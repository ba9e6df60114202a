import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { createBodyFolder } from '../../../src/editor/bodyFolder.ts';

test('folders of windows that ended badly are removed, of those that are open not', async (t) => {
  const storage = await mkdtemp(join(tmpdir(), 'keepalive-storage-'));
  t.after(() => rm(storage, { recursive: true, force: true }));
  const ended = spawn(process.execPath, ['-e', '']);
  await once(ended, 'exit');
  const folderOf = async (changed: (name: string) => string): Promise<string> => {
    const { path } = createBodyFolder(storage);
    const name = changed(basename(path));
    await mkdir(path, { recursive: true });
    await rename(path, join(dirname(path), name));
    return name;
  };
  const pid = `_${String(process.pid)}_`;
  const own = createBodyFolder(storage);
  await mkdir(own.path, { recursive: true });
  const open = await folderOf((name) => name);
  await folderOf((name) => name.replace(pid, `_${String(ended.pid)}_`));
  const elsewhere = await folderOf((name) => `elsewhere${name.slice(name.indexOf(pid))}`);
  const old = await folderOf((name) => `elsewhere${name.slice(name.indexOf(pid))}`);
  const longAgo = new Date(Date.now() - 8 * 86_400_000);
  await utimes(join(storage, 'bodies', old), longAgo, longAgo);
  await own.sweep();
  const left = await readdir(join(storage, 'bodies'));
  assert.deepEqual(left.toSorted(), [basename(own.path), open, elsewhere].toSorted());
  await own.clear();
  assert.ok(!(await readdir(join(storage, 'bodies'))).includes(basename(own.path)));
});
