/** Somebody saves, compares, looks back, sends all of a file, follows the walkthrough, and leaves the mouse alone. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { webviewWith } from './accessible.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, focusedEditor, isWebviewFocused, sendAt, tryClick, tryEnter } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

const asked: string[] = [];
const received = (): number => asked.length;
const server = http.createServer((request, response) => {
  const url = request.url ?? '';
  asked.push(url);
  if (url === '/never') return;
  if (url === '/page') {
    response.setHeader('content-type', 'text/html');
    response.end('<h1>Hello</h1>');
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-disposition', 'attachment; filename="../../names.json"');
  response.end(`{"call":${String(asked.length)},"names":["Ada","Grace"]}`);
});
// Longer than a busy machine may need between two sends.
server.keepAliveTimeout = 120_000;
let origin = '';
let workbench: Workbench;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(() => workbench.close());
after(() => {
  server.closeAllConnections();
  server.close();
});

function file(): string {
  return `### Names\nGET ${origin}/json\n\n### Page\nGET ${origin}/page\n`;
}

/** Short, as it is tried again: what was drawn anew in between may be gone. */
const soon = { timeout: 2000 };

test('comparing, narrowing down, sending again, clearing, and the walkthrough', async () => {
  const folder = folderWith({ 'view.http': file() });
  workbench = await openWorkbench({ folder, file: 'view.http', width: 1700 });
  const { page, runCommand, screenshotInThemes } = workbench;
  const quick = page.locator('.quick-input-widget');
  const rows = quick.locator('.monaco-list-row');
  const click = (name: string): Promise<void> =>
    tryClick(page, quick.getByRole('button', { name }).first());
  await workbench.lens(2, /^Send/);
  await sendAt(workbench, 2, received);
  await workbench.lens(2, /reuses/);
  await sendAt(workbench, 2, received);
  await workbench.annotation(2, /reused/);
  await cursorAt(workbench, 2);
  await runCommand('Keepalive: Compare Response with the Previous One');
  const diff = page.locator('.monaco-diff-editor');
  await diff.locator('.line-insert, .char-insert').first().waitFor();
  await screenshotInThemes('compare');
  await actUntil(
    page,
    'The comparison closed',
    () => workbench.press('Control+KeyW'),
    async () => (await diff.count()) === 0,
  );

  const history = async (): Promise<void> => {
    await cursorAt(workbench, 2);
    await workbench.press('Control+Alt+KeyH');
  };
  await actUntil(page, 'The history', history, () =>
    rows.filter({ hasText: 'Names' }).nth(1).isVisible(),
  );
  const facet = rows.filter({ hasText: /^reused/ }).first();
  await actUntil(
    page,
    'What it can be narrowed down by',
    () => click('Narrow down'),
    () => facet.isVisible(),
  );
  await actUntil(
    page,
    'A choice',
    () => tryClick(page, facet),
    () => quick.getByText('1 Selected').isVisible(),
  );
  await screenshotInThemes('history-facets');
  await actUntil(
    page,
    'The history narrowed down',
    () => click('OK'),
    () => quick.getByText('HTTP History: reused').isVisible(),
  );
  assert.equal(await rows.filter({ hasText: '· new' }).count(), 0);
  await screenshotInThemes('history-narrowed');

  const before = received();
  await actUntil(
    page,
    'It sent again',
    () => tryClick(page, rows.first().getByRole('button', { name: 'Send again' })),
    () => received() === before + 1,
  );
  await quick.waitFor({ state: 'hidden' });

  await runCommand('Keepalive: Clear History');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('Clear the history of this workspace?').waitFor();
  await screenshotInThemes('history-clear');
  await dialog.getByRole('button', { name: 'Clear' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await workbench.beginCommand('Keepalive: Show History');
  await quick.locator('input[placeholder^="Nothing has been sent yet"]').waitFor();
  await workbench.press('Escape');
  await quick.waitFor({ state: 'hidden' });

  // Alone it has room for its pictures.
  await runCommand('View: Close All Editors');
  await workbench.beginCommand('Welcome: Open Walkthrough...');
  await quick.locator('input[type=text]').first().fill('Keepalive');
  const ours = rows.filter({ hasText: 'Get Started with Keepalive' }).first();
  const welcome = page.locator('.gettingStartedContainer');
  const step = welcome.getByText('Open a request file').first();
  await actUntil(
    page,
    'The walkthrough',
    () => tryClick(page, ours),
    () => step.isVisible(),
  );
  await screenshotInThemes('walkthrough');
  const example = page.locator('.monaco-editor[data-uri*="Untitled-1"]');
  await actUntil(
    page,
    'The example',
    () => tryClick(page, welcome.getByRole('button', { name: 'Open the Example' }).first()),
    () => example.first().isVisible(),
  );
  await workbench.lineText(1, /An example that works without a network/, 'Untitled-1');
  await workbench.screenshot('walkthrough-example');
});

test('a response is saved under a harmless name; all of a file are sent, until somebody has enough', async () => {
  const all = `### Names\nGET ${origin}/json\n\n###\nGET ${origin}/never\n\n###\nGET ${origin}/after\n`;
  const folder = folderWith({ 'all.http': all });
  workbench = await openWorkbench({ folder, file: 'all.http', theme: 'light' });
  const { page } = workbench;
  await workbench.lens(2, /^Send/);
  await sendAt(workbench, 2, received);
  await workbench.annotation(2, /^200/);
  await cursorAt(workbench, 2);
  await workbench.beginCommand('Keepalive: Save Response Body');
  const saved = join(folder, 'names.json');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await eventually(
    page,
    'The name offered',
    () => input.inputValue(soon).catch(() => ''),
    (value) => value === saved,
  );
  await workbench.screenshot('save');
  await actUntil(
    page,
    'The file',
    () => tryEnter(page, input),
    () => existsSync(saved) && readFileSync(saved, 'utf8').endsWith('"names":["Ada","Grace"]}'),
  );
  await input.waitFor({ state: 'hidden' });

  await cursorAt(workbench, 2);
  await workbench.runCommand('Keepalive: Send All Requests of This File');
  await workbench.annotation(5, /^sending/);
  await workbench.lens(5, /^Sending… \| Cancel$/);
  await workbench.notifications(/Sending 3 requests: 1 of 3/);
  await workbench.screenshot('send-all');
  const cancel = page
    .locator('.notification-list-item')
    .getByRole('button', { name: 'Cancel' })
    .first();
  await actUntil(
    page,
    'All of it cancelled',
    () => tryClick(page, cancel),
    async () => (await workbench.annotation(5, /^/)).startsWith('cancelled after'),
  );
  await workbench.statusBar(/2 requests sent · 1 failed|1 not sent/);
  await workbench.annotation(8, /^$/);
  assert.ok(!asked.includes('/after'));
  await workbench.screenshot('send-all-cancelled');
});

test('without a mouse: send, read, send again, look back, preview and its links', async () => {
  const folder = folderWith({ 'view.http': file() });
  workbench = await openWorkbench({ folder, file: 'view.http', width: 1700 });
  const { page, press } = workbench;
  const quick = page.locator('.quick-input-widget');
  const rows = quick.locator('.monaco-list-row');
  const focusOn = (key: string, name: string): Promise<void> =>
    actUntil(
      page,
      `The focus in ${name}`,
      () => press(key),
      async () => (await focusedEditor(page)).includes(name),
    );
  await workbench.lens(2, /^Send/);
  await sendAt(workbench, 2, received);
  await workbench.annotation(2, /^200/);
  await workbench.lineText(2, /call/, 'Names · 200 OK');

  // From the response as well.
  await focusOn('Control+Digit2', 'Names · 200 OK');
  const before = received();
  await actUntil(
    page,
    'It sent again',
    () => press('Control+Alt+KeyL'),
    () => received() > before,
  );
  await workbench.annotation(2, /reused/);
  await workbench.lineText(2, new RegExp(`"call": ${String(received())}`), 'Names · 200 OK');
  await focusOn('Control+Digit1', 'view.http');
  await actUntil(
    page,
    'The history',
    () => press('Control+Alt+KeyH'),
    () => rows.filter({ hasText: 'Names' }).nth(1).isVisible(),
  );
  const input = quick.locator('input[type=text]:focus');
  await actUntil(
    page,
    'Those that are new',
    () => input.fill('new', soon).catch(() => {}),
    async () => (await rows.filter({ hasText: 'reused' }).count()) === 0,
  );
  await actUntil(
    page,
    'The one from the history',
    () => tryEnter(page, input),
    () => quick.isHidden(),
  );
  await page.getByText('From the history: secrets are stars').first().waitFor();

  await sendAt(workbench, 5, received);
  await workbench.annotation(5, /^200/);
  await cursorAt(workbench, 5);
  await workbench.runCommand('Keepalive: Preview Response');
  const frame = await webviewWith(page, 'nav[aria-label=Response]');
  await actUntil(
    page,
    'The focus in the preview',
    () => press('Control+Digit2'),
    () => isWebviewFocused(page),
  );
  const focused = async (): Promise<string> => {
    const texts = await frame.locator('a:focus').allInnerTexts();
    return texts.join();
  };
  for (let count = 0; count < 6 && (await focused()) === ''; count++) await press('Tab');
  assert.equal(await focused(), 'Show headers');
  await workbench.screenshot('keyboard-preview');
  await press('Enter');
  await workbench.lineText(1, /^HTTP\/1\.1 200 OK/, 'headers?headers');
});
