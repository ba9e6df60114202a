/**
 * `npm start [-- --no-editor]`: sends the tour in the terminal, then opens it in VS Code,
 * and keeps the demo origin running until Ctrl+C.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { demoPorts, startDemoOrigin } from './demo/origin.ts';
import { cache, root } from './paths.ts';
import { runScript } from './testing/command.ts';
import { installCodeServer } from './vscode/codeServer.ts';
import { findDesktop } from './vscode/desktop.ts';
import { startServer } from './vscode/server.ts';
import { workbenchUrl } from './vscode/workbenchUrl.ts';

const withEditor = !process.argv.includes('--no-editor');
const unknown = process.argv.slice(2).find((flag) => flag !== '--no-editor');
if (unknown !== undefined) {
  console.error(`npm start has no option ${unknown}. Use --no-editor to stay in the terminal`);
  process.exit(2);
}

if (!runScript('esbuild.mjs')) process.exit(1);
const demo = await startDemoOrigin(demoPorts);
/** What to end before this process ends, last opened first. */
const open = [() => demo.stop()];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void finish(0));

const code = await sendTour();
// One stop of the tour fails on purpose, which is exit code 1.
if (code > 1) await finish(code);
else if (!withEditor) await finish(0);
else await openEditor();

/** The tour in the terminal: its exit code. */
function sendTour() {
  const variables = [`origin=${demo.origin}`, `secureOrigin=${demo.secureOrigin}`];
  const options = variables.flatMap((variable) => ['--var', variable]);
  console.log(`\nThe tour (keepalive send examples/tour.http), sent to ${demo.origin}:\n`);
  const child = spawn(
    process.execPath,
    ['dist/cli.cjs', 'send', 'examples/tour.http', ...options],
    { cwd: root, stdio: 'inherit' },
  );
  return new Promise((resolve) => child.once('exit', (exitCode) => resolve(exitCode ?? 1)));
}

async function openEditor() {
  const { folder, file } = placeOfTour();
  const desktop = await findDesktop();
  if (desktop === null) {
    installCodeServer();
    const server = await startServer({ trusted: true });
    open.unshift(() => server.close());
    console.log('\nNo desktop VS Code can be shown here. Open the same tour in a browser:\n');
    console.log(`  ${workbenchUrl(server.port, { folder, file })}\n`);
  } else {
    openDesktop(desktop, folder, file);
    console.log('\nThe tour is open in VS Code.');
  }
  console.log('Running until Ctrl+C');
}

/** A window of its own, apart from the settings and extensions of the user's. */
function openDesktop(executable, folder, file) {
  const child = spawn(
    executable,
    [
      folder,
      file,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${join(cache, 'start/user-data')}`,
      `--extensions-dir=${join(cache, 'start/extensions')}`,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  );
  child.once('exit', () => void finish(0));
  open.unshift(() => void child.kill());
}

/** The tour itself, or a copy that names other ports, where another program has the usual ones. */
function placeOfTour() {
  const examples = join(root, 'examples');
  const text = readFileSync(join(examples, 'tour.http'), 'utf8');
  const moved = text
    .replace(/^@origin = .*$/m, `@origin = ${demo.origin}`)
    .replace(/^@secureOrigin = .*$/m, `@secureOrigin = ${demo.secureOrigin}`);
  if (moved === text) return { folder: examples, file: join(examples, 'tour.http') };
  const folder = join(cache, 'tour');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tour.http'), moved);
  return { folder, file: join(folder, 'tour.http') };
}

async function finish(exitCode) {
  for (const end of open.splice(0)) await end();
  process.exit(exitCode);
}
