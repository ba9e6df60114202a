/** A window without the focus is seldom looked at: what is said of idle connections is drawn anew less often. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { eventually } from './eventually.ts';
import { clickSend } from './steps.ts';
import { folderWith, openWorkbench } from './workbench.ts';

let server: ScriptedServer;

before(async () => {
  server = await startServer();
});
after(() => server.dispose());

test('the forecast counts the seconds, and in longer steps while the window has not the focus', async () => {
  const folder = folderWith({ 'idle.http': `GET ${server.origin}/ok\n` });
  const workbench = await openWorkbench({ folder, file: 'idle.http' });
  const { page } = workbench;
  await clickSend(workbench, 1, () => server.served().flat().length);

  /** For how many seconds the connection has been idle, as the lens tells. */
  const idle = async (): Promise<number> => {
    const words = await workbench.lens(1, /idle [\d.]+ s/);
    return Number(/idle ([\d.]+) s/.exec(words.join(' '))?.[1]);
  };
  /** By how many seconds it tells more the next time that it tells another number. */
  const step = async (): Promise<number> => {
    const from = await idle();
    return (await eventually(page, 'The next forecast', idle, (to) => to !== from)) - from;
  };
  const turn = (to: 'focus' | 'blur'): Promise<void> =>
    page.evaluate(
      `document.hasFocus = () => ${String(to === 'focus')}; window.dispatchEvent(new Event('${to}'))`,
    );

  assert.ok((await step()) > 0);
  await turn('blur');
  await eventually(page, 'A long step', step, (seconds) => seconds >= 5);
  await turn('focus');
  await eventually(page, 'A short step', step, (seconds) => seconds < 5);
  await workbench.close();
});
