/** Somebody has REST Client beside: the keys that both have are its own, and ours is used by its buttons. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { eventually } from './eventually.ts';
import { clickSend, cursorAt } from './steps.ts';
import { folderWith, openWorkbench } from './workbench.ts';

let server: ScriptedServer;
before(async () => {
  server = await startServer();
});
after(() => server.dispose());

const received = (): number => server.served().flat().length;

test('beside REST Client our keys do nothing, and our buttons what they say', async () => {
  const folder = folderWith({
    'both.http': `GET ${server.origin}/ok\n\n###\nGET ${server.origin}/never\n`,
  });
  const other = 'humao.rest-client';
  const workbench = await openWorkbench({ folder, file: 'both.http', other });
  const { page, press } = workbench;
  await clickSend(workbench, 1, received);
  await workbench.annotation(1, /^200/);
  // While something is sent, so that there is something to cancel.
  await clickSend(workbench, 4, received);
  await workbench.annotation(4, /^sending/);
  const before = received();
  await cursorAt(workbench, 1);
  await page.evaluate('keepaliveProbe.noteCommands()');
  for (const key of ['R', 'L', 'E', 'H', 'K']) await press(`Control+Alt+Key${key}`);
  // Keys are taken in their order: once this one is, those before it are.
  await press('F1');
  const ran = await eventually(
    page,
    'The palette',
    () => page.evaluate<readonly string[]>('keepaliveProbe.commands'),
    (commands) => commands.includes('workbench.action.showCommands'),
  );
  assert.deepEqual(
    ran.filter((command) => command.startsWith('keepalive.')),
    [],
  );
  assert.equal(received(), before);
  await workbench.annotation(4, /^sending/);
  await workbench.close();
});
