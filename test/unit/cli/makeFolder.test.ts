import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../../../src/cli/makeFolder.ts';
import { runCli } from './runCli.ts';

test('folders are made with those above them, and may be there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-folder-'));
  t.after(() => rmSync(folder, { recursive: true }));
  makeFolder(join(folder, 'a', 'b', '..', 'c'));
  makeFolder(join(folder, 'a', 'c'));
  assert.ok(statSync(join(folder, 'a', 'c')).isDirectory());
  writeFileSync(join(folder, 'file'), '');
  for (const path of ['file', 'file/x']) {
    assert.throws(() => makeFolder(join(folder, path)), { code: 'ENOTDIR' });
  }
});

test(
  'where none can be made, that is told, and nothing hangs',
  { skip: existsSync('/proc/self') ? false : 'there is no /proc' },
  async (t) => {
    const files = { 'a.http': 'GET http://127.0.0.1:1/\n' };
    for (const place of ['/proc/x', '/proc/x/y/z']) {
      const { exitCode, stderr } = await runCli(t, ['send', 'a.http', '--save', place], files);
      assert.match(stderr, new RegExp(`^keepalive: ${place}: no directory can be made there. `));
      assert.equal(exitCode, 2);
    }
  },
);
