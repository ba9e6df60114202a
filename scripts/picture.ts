/** `npm run picture`: the picture of the README, taken in the real workbench. */
import { join } from 'node:path';
import { test } from 'node:test';

import { folderWith, openWorkbench } from '../test/ui/workbench.ts';
import { needDebianPackages } from './debian.ts';
import { demoPorts, startDemoOrigin } from './demo/origin.ts';
import { root } from './paths.ts';
import { runScript } from './testing/command.ts';
import { installCodeServer } from './vscode/codeServer.ts';

/** Sent from top to bottom; the hover is that of the last, below it, where nothing is in its way. */
const requests = [
  ['The first request', 'GET {{origin}}/json'],
  ['The same again', 'GET {{origin}}/json'],
  ['A slow answer', 'GET {{origin}}/slow?ms=120'],
  ['A port nobody serves', 'GET http://localhost:1/'],
  ['The server says close', 'GET {{origin}}/close'],
  ['After that', 'GET {{origin}}/slow?ms=40'],
] as const;

test('the picture of the README', async (t) => {
  // The sign of a new connection is in the fonts of most systems, but not in those of a bare one.
  needDebianPackages('chromium', 'fonts-droid-fallback');
  installCodeServer();
  if (!runScript('esbuild.mjs')) throw new Error('The build failed');
  const demo = await startDemoOrigin(demoPorts);
  t.after(() => demo.stop());

  const lines = [`@origin = ${demo.origin}`, ''];
  const places = requests.map(([title, line]) => lines.push(`### ${title}`, line, '') - 1);
  const folder = folderWith({ 'api.http': lines.join('\n') });
  const workbench = await openWorkbench({
    folder,
    file: 'api.http',
    width: 1360,
    height: 840,
    settings: { 'editor.hover.above': false },
  });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  for (const line of places) {
    await workbench.clickLens(line, 'Send');
    await workbench.annotation(line, /^(\d+ ·|failed)/);
  }
  await workbench.runCommand('View: Close Editors in Other Groups');
  // The forecasts follow a second later.
  await workbench.lens(places[0] ?? 0, /reuses #/);
  await workbench.runCommand('Keepalive: Show Connections');
  await workbench.page.locator('.pane-body').getByText('recently closed').click();
  await workbench.connections(/server sent close/);
  await workbench.page.locator('.monaco-editor .view-line').first().click();
  await workbench.hover(places.at(-1) ?? 0, /#/);
  // A picture in a hover is drawn a moment after its text.
  await workbench.page.waitForTimeout(500);
  const path = join(root, 'docs/picture.png');
  await workbench.page.screenshot({ path, animations: 'disabled' });
  await workbench.close();
});
