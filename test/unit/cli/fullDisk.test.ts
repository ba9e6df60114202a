/** What is written to a disk that gets full on the way: the real CLI on a disk of 4 kB, which takes a part of what it is given. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { namespaceTrouble, runOnSmallDisk } from '../../support/namespace.ts';
import { startServer } from '../../support/scriptedServer.ts';

const cases = [
  ['a body on stdout', 'send a.http --output body > small/out', 'stdout'],
  ['JSON on stdout', 'parse a.http --json > small/out', 'stdout'],
  ['a report', 'send a.http --html small/out.html', 'small/out.html'],
] as const;

for (const [title, line, place] of cases) {
  test(`${title} that is cut short is told, with exit code 2`, async (t) => {
    const trouble = await namespaceTrouble();
    if (trouble !== null) {
      t.skip(trouble);
      return;
    }
    const server = await startServer();
    t.after(() => server.dispose());
    const folder = await mkdtemp(join(tmpdir(), 'keepalive-full-'));
    t.after(() => rm(folder, { recursive: true }));
    const body = 'a long body '.repeat(1000);
    await writeFile(join(folder, 'a.http'), `POST ${server.origin}/echo\n\n${body}\n`);
    const cli = join(import.meta.dirname, '../../../src/cli.ts');
    const { exitCode, stderr } = await runOnSmallDisk(folder, 4, `exec "$1" '${cli}' ${line}`);
    const full = 'the disk is full. Make room, or write it elsewhere';
    assert.equal(lastLine(stderr), `keepalive: ${place}: ${full}`);
    assert.equal(exitCode, 2);
  });
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}
