/** The files in `test/grammar` say on their own lines what each piece is (vscode-tmgrammar-test). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../../..');
const folder = 'test/grammar';
const runner = 'node_modules/vscode-tmgrammar-test/dist/unit.js';

/** Without a grammar of its own an embedded language's rule would fall away. */
const embedded = readdirSync(join(root, folder, 'embedded')).flatMap((name) => [
  '--grammar',
  `${folder}/embedded/${name}`,
]);

for (const name of readdirSync(join(root, folder)).filter((name) => name.endsWith('.http'))) {
  test(`grammar: ${name}`, async () => {
    const args = [runner, ...embedded, `${folder}/${name}`];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    assert.match(stdout, /run successfuly/);
  });
}
