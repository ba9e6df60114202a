/** `>> file` in a request, by the real CLI against a real server. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { numbered } from '../../../src/run/saveResponse.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { runCli } from './runCli.ts';

test('a response is saved, in a copy with a number where something is, or over it', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-save-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.http');
  const one = (mark: string): string => `GET ${server.origin}/ok\n\n${mark}\n`;
  const again = [one('>> out/a.json'), one('>> out/a.json'), one('>>! out/b.txt')];
  writeFileSync(file, ['@x = 1', ...again].join('\n###\n'));
  writeFileSync(join(folder, 'outside.http'), one('>> ../escaped.txt'));
  const result = await runCli(t, ['send', file]);
  assert.equal(result.exitCode, 0, result.stderr);
  const saved = ['a.json', 'a-1.json', 'b.txt'].map((name) =>
    readFileSync(join(folder, 'out', name), 'utf8'),
  );
  assert.deepEqual(
    Array.from(result.stdout.matchAll(/^ +saved as (.*)$/gm), ([, path]) => path),
    ['a.json', 'a-1.json', 'b.txt'].map((name) => join(folder, 'out', name)),
  );
  assert.ok(saved[0] !== '' && saved.every((text) => text === saved[0]), String(saved));

  const escaped = await runCli(t, ['send', join(folder, 'outside.http')]);
  assert.equal(escaped.exitCode, 1);
  assert.match(
    escaped.stderr,
    /was not saved to `\.\.\/escaped\.txt`: it is outside of .*answer yes/,
  );
  assert.equal(existsSync(join(folder, '..', 'escaped.txt')), false);

  const elsewhere = mkdtempSync(join(tmpdir(), 'keepalive-elsewhere-'));
  t.after(() => rmSync(elsewhere, { recursive: true }));
  symlinkSync(elsewhere, join(folder, 'link'));
  writeFileSync(join(folder, 'link.http'), one('>> link/x.txt'));
  assert.equal((await runCli(t, ['send', join(folder, 'link.http')])).exitCode, 1);
  assert.equal(existsSync(join(elsewhere, 'x.txt')), false);
});

test('the number goes before the ending', () => {
  assert.equal(numbered('out/a.json', 2), 'out/a-2.json');
  assert.equal(numbered('a', 1), 'a-1');
  assert.equal(numbered('v1.2/a', 1), 'v1.2/a-1');
  assert.equal(numbered('.env', 1), '.env-1');
});
