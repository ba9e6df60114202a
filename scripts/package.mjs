/**
 * `npm run package`: builds for release and packs the `.vsix` into the repository's root.
 * `--check` packs into `.vscode-test` instead. Both fail when the package is too big,
 * or holds a file that nobody meant to ship.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';

import { cache, root } from './paths.ts';
import { runScript } from './testing/command.ts';

const limitBytes = 1_000_000;
const shipped =
  /^(dist\/[a-z]+\.cjs|media\/|syntaxes\/|package(\.nls(\.[a-z-]+)?)?\.json$|language-configuration\.json$|(README|CHANGELOG)\.md$|LICENSE$)/;

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = process.argv.includes('--check') ? cache : root;
const packagePath = join(folder, `${manifest.name}-${manifest.version}.vsix`);

if (!runScript('esbuild.mjs', '--release')) process.exit(1);
mkdirSync(folder, { recursive: true });
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  // README pictures stay in the repository: their links are left as they are.
  rewriteRelativeLinks: false,
});

const files = await listFiles({ cwd: root, dependencies: false });
const strangers = files.filter((file) => !shipped.test(file));
const { size } = statSync(packagePath);
console.log(`${packagePath}: ${files.length} files, ${size.toLocaleString('en')} bytes`);
if (strangers.length > 0) {
  fail(`These files are not meant to be shipped, see .vscodeignore: ${strangers.join(', ')}`);
}
if (size > limitBytes) fail(`The package is over its limit of ${limitBytes.toLocaleString('en')}`);

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
