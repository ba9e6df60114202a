/** `npm run picture`: the picture of the README, taken in the real workbench with the tour in it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { folderWith, openWorkbench } from '../test/ui/workbench.ts';
import { needDebianPackages } from './debian.ts';
import { startDemoOrigin } from './demo/origin.ts';
import { root } from './paths.ts';
import { runScript } from './testing/command.ts';
import { installCodeServer } from './vscode/codeServer.ts';

const file = join(root, 'media/readme/keepalive.png');

/** Titles of the tour, in the order of sending; the hover is opened on the last one. */
const sent = ['First request', 'Second request', 'A slow answer', 'The server says close'];
const shown = 'After the close';

test('the picture of the README', async (t) => {
  needDebianPackages('chromium');
  installCodeServer();
  if (!runScript('esbuild.mjs')) throw new Error('The build failed');
  const demo = await startDemoOrigin();
  t.after(() => demo.stop());

  const tour = readFileSync(join(root, 'examples/tour.http'), 'utf8')
    .replace(/^@origin = .*$/m, `@origin = ${demo.origin}`)
    .replace(/^@secureOrigin = .*$/m, `@secureOrigin = ${demo.secureOrigin}`);
  const folder = folderWith({ 'tour.http': tour });
  const workbench = await openWorkbench({ folder, file: 'tour.http', width: 1280, height: 800 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  for (const title of [...sent, shown]) {
    const line = requestLine(tour, title);
    await workbench.clickLens(line, 'Send');
    await workbench.annotation(line, /^\d/);
  }
  await workbench.runCommand('View: Close Editors in Other Groups');
  await workbench.hover(requestLine(tour, shown), /#/);
  mkdirSync(join(root, 'media/readme'), { recursive: true });
  await workbench.page.screenshot({ path: file, animations: 'disabled' });
  await workbench.close();
});

/** The number, from 1, of the first line after the title that starts with a method. */
function requestLine(text: string, title: string): number {
  const lines = text.split('\n');
  const from = lines.indexOf(`### ${title}`);
  if (from < 0) throw new Error(`The tour has no request "${title}"`);
  return lines.findIndex((line, index) => index > from && /^[A-Z]+ /.test(line)) + 1;
}
