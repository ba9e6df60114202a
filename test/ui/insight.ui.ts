/** Somebody is told what costs connections, mends it, measures what that saves, and looks at what was learned. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { assertAccessible, webviewWith } from './accessible.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, sendAt, tryClick } from './steps.ts';
import { folderWith, openWorkbench } from './workbench.ts';

let server: ScriptedServer;
before(async () => {
  server = await startServer();
});
after(() => server.dispose());

const received = (): number => server.served().flat().length;

test('a hint, its quick fix, the measurement and what was learned of the origin', async () => {
  const text = [
    '### Says goodbye',
    `GET ${server.origin}/ok`,
    'Connection: close',
    '',
    '### Stays',
    `GET ${server.origin}/ok?stays`,
    '',
  ].join('\n');
  const folder = folderWith({ 'hints.http': text });
  const workbench = await openWorkbench({ folder, file: 'hints.http', width: 1700 });
  const { page, runCommand, screenshotInThemes } = workbench;
  await workbench.lens(2, /^Send/);
  await sendAt(workbench, 2, received);
  await workbench.annotation(2, /^200/);
  await sendAt(workbench, 6, received);
  await workbench.annotation(6, /^200 .* new/);
  const opened = server.connections.length;
  assert.ok(opened >= 2);

  // Told with what was measured, and mended with what is offered.
  await workbench.problems(/Connection: close.*had to.*About/);
  await screenshotInThemes('hints');
  const offered = page.locator('.action-widget .monaco-list-row');
  const remove = offered.filter({ hasText: "Remove 'Connection: close'" }).first();
  await actUntil(
    page,
    'What can be done about it',
    async () => {
      await cursorAt(workbench, 3);
      await workbench.press('Control+Period');
    },
    () => remove.isVisible(),
  );
  await screenshotInThemes('hints-fix');
  await actUntil(
    page,
    'The header removed',
    () => tryClick(page, remove),
    async () => !/close/.test(await workbench.lineText(3, /^/)),
  );
  const stays = (await workbench.lineText(5, /^/)).startsWith('GET') ? 5 : 6;
  for (const line of [2, stays, 2]) {
    await sendAt(workbench, line, received);
    await workbench.annotation(line, /^200 .* reused/);
  }
  assert.equal(server.connections.length, opened, 'the one that was open served all');

  await cursorAt(workbench, 2);
  await runCommand('Keepalive: Measure What Reuse Saves for Request');
  const picture = 'img[alt^="cold:"]';
  /** The preview is another frame when its text has changed, which it does with the theme. */
  const look = async (): Promise<{ readonly source: string; readonly width: number }> => {
    const preview = await webviewWith(page, picture);
    return preview
      .evaluate<{ readonly source: string; readonly width: number }>(
        `(({ src, naturalWidth }) => ({ source: src, width: naturalWidth }))(document.querySelector('${picture}'))`,
      )
      .catch(() => ({ source: '', width: 0 }));
  };
  const isDrawn = ({ width }: { readonly width: number }): boolean => width > 100;
  let drawn = await eventually(page, 'The distribution', look, isDrawn);
  await screenshotInThemes('measurement', async (theme) => {
    const before = drawn;
    const isNew = (picture: typeof drawn): boolean =>
      isDrawn(picture) && picture.source !== before.source;
    drawn = await eventually(page, `The distribution in ${theme}`, look, isNew);
    await assertAccessible(page, picture, { isMarkdown: true });
  });
  // Twenty over connections of their own, and over one of their own twenty after the one that opened it.
  const measured = server.connections.slice(opened).map(({ requests }) => requests.length);
  assert.deepEqual(
    measured.sort((a, b) => b - a),
    [21, ...Array.from({ length: 20 }, () => 1)],
  );

  const learned = async (expected: RegExp): Promise<void> => {
    await cursorAt(workbench, 2);
    await runCommand('Keepalive: Export What Was Learned of Origins');
    const shown = page.locator('.monaco-editor[data-uri^="untitled"] .view-lines').last();
    await eventually(
      page,
      'What was learned',
      async () => (await shown.innerText().catch(() => '')).replaceAll('\u00a0', ' '),
      (json) => expected.test(json),
    );
  };
  await learned(new RegExp(`"origin": "${server.origin}"[^]*"reuseRatio"`));
  await screenshotInThemes('learned');
  await workbench.press('Control+Digit1');
  await runCommand('Keepalive: Forget What Was Learned of Origins');
  await workbench.statusBar(/is forgotten/);
  await workbench.close();
});

test('what changes something is measured only when somebody wants it, and any measurement can be given up', async () => {
  const text = [
    '### Changes something',
    `POST ${server.origin}/ok?posted`,
    '',
    '### Slow',
    `GET ${server.origin}/slow?first=400`,
    '',
  ].join('\n');
  const folder = folderWith({ 'measure.http': text });
  const workbench = await openWorkbench({ folder, file: 'measure.http', width: 1700 });
  const { page, runCommand } = workbench;
  await workbench.lens(2, /^Send/);
  const before = server.connections.length;
  const measured = (): readonly string[] => server.served().slice(before).flat();

  await cursorAt(workbench, 2);
  await runCommand('Keepalive: Measure What Reuse Saves for Request');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('Measuring sends this POST request 41 times').waitFor();
  await workbench.screenshot('measure-asks');
  await actUntil(
    page,
    'The question answered with Cancel',
    () => tryClick(page, dialog.getByRole('button', { name: 'Cancel' })),
    () => dialog.isHidden(),
  );

  await cursorAt(workbench, 5);
  await runCommand('Keepalive: Measure What Reuse Saves for Request');
  await eventually(
    page,
    'Sends of the measurement',
    () => Promise.resolve(measured().length),
    (sent) => sent >= 3,
  );
  // The question comes before the first send, so by now a POST would have come.
  assert.deepEqual(new Set(measured()), new Set(['/slow']));
  const told = page.locator('.notification-list-item', { hasText: 'Measuring what reuse saves' });
  await actUntil(
    page,
    'The measurement among the notifications',
    () => runCommand('Notifications: Show Notifications'),
    () => told.first().isVisible(),
  );
  await actUntil(
    page,
    'The measurement given up',
    () => tryClick(page, told.getByRole('button', { name: 'Cancel' }).first()),
    async () => (await told.count()) === 0,
  );
  const shown = await webviewWith(page, 'h1');
  await shown.getByText('It was cancelled before its end').waitFor();
  await workbench.screenshot('measure-cancelled');
  await eventually(
    page,
    'Its connections closed',
    () => Promise.resolve(server.connections.slice(before).some(({ isOpen }) => isOpen)),
    (isOpen) => !isOpen,
  );
  assert.ok(measured().length < 41, `${String(measured().length)} were sent`);
  await workbench.close();
});
