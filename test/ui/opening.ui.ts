import assert from 'node:assert/strict';
import { test } from 'node:test';

import { folderWith, openWorkbench } from './workbench.ts';

test('an .http file opens in the language HTTP', async () => {
  const folder = folderWith({ 'first.http': '### First\nGET http://127.0.0.1:9/\n' });
  const workbench = await openWorkbench({ folder, file: 'first.http' });
  assert.equal(await workbench.statusBar(/^HTTP$/), 'HTTP');
  assert.match(await workbench.lineText(2), /GET http:/);
  await workbench.screenshot('opening');
  await workbench.close();
});
