/** What else people do: cancel, use the keyboard, look at connections, open a folder they do not trust. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startEchoServer, type EchoServer } from '../support/echoServer.ts';
import {
  startServer,
  type ScriptedServer,
  type ServedConnection,
} from '../support/scriptedServer.ts';
import { actUntil, eventually } from './eventually.ts';
import { clickSend, cursorAt, focusedEditor, sendAt, tryClick } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

let server: ScriptedServer;
let echo: EchoServer;
let workbench: Workbench;

before(async () => {
  server = await startServer();
  echo = await startEchoServer();
});
afterEach(() => workbench.close());
after(() => Promise.all([server.dispose(), echo.dispose()]));

const received = (): number => server.served().flat().length;

test('a request without an answer is cancelled with a click', async () => {
  const folder = folderWith({ 'never.http': `GET ${server.origin}/never\n` });
  workbench = await openWorkbench({ folder, file: 'never.http', theme: 'light' });
  await workbench.clickLens(1, 'Send');
  await workbench.lens(1, /^Sending… \| Cancel$/);
  await workbench.annotation(1, /^sending… [1-9]\d*\.\d s$/);
  await workbench.screenshot('sending');
  await workbench.clickLens(1, 'Cancel');
  await workbench.annotation(1, /^cancelled after/);
  await workbench.lens(1, /^Send \|/);
  await eventually(
    workbench.page,
    'Open connections',
    () => Promise.resolve(server.connections.filter(({ isOpen }) => isOpen).length),
    (open) => open === 0,
  );
  await workbench.screenshot('cancelled');
});

test('with the keyboard: send, read on, edit, and the annotation is gone', async () => {
  const folder = folderWith({ 'keys.http': `GET ${server.origin}/ok\nAccept: a/b\n` });
  workbench = await openWorkbench({ folder, file: 'keys.http' });
  await workbench.lens(1, /^Send \|/);
  await sendAt(workbench, 1, received);
  await workbench.annotation(1, /^200/);
  await cursorAt(workbench, 2);
  await workbench.runCommand('Keepalive: Explain Connection and Timing of Request');
  await workbench.page.locator('.monaco-hover:visible', { hasText: 'total' }).first().waitFor();
  await workbench.press('Escape');
  await cursorAt(workbench, 2);
  await workbench.type(', c/d');
  await workbench.annotation(1, /^$/);
});

test('the status bar leads to the connections', async () => {
  const earlier = server.connections.length;
  const folder = folderWith({
    'pick.http': `GET ${server.origin}/ok\n\n###\nGET ${server.origin}/close\n`,
  });
  workbench = await openWorkbench({
    folder,
    file: 'pick.http',
    settings: { 'workbench.reduceMotion': 'on' },
  });
  await clickSend(workbench, 1, received);
  await workbench.annotation(1, /^200/);
  await clickSend(workbench, 4, received);
  await workbench.annotation(4, /^200/);
  await clickSend(workbench, 1, received);
  await workbench.annotation(1, /new/);
  const { page } = workbench;
  const rows = page.locator('.pane-body .monaco-list-row');
  await actUntil(
    page,
    'The connections',
    () => tryClick(page, page.locator('.statusbar-item', { hasText: '⇄' }).first()),
    () => rows.filter({ hasText: '#' }).first().isVisible(),
  );
  await workbench.connections(/#\d+ *idle \d+ s of 118 s/);
  await workbench.connections(/recently closed *1/);
  await workbench.screenshot('connections');
  await actUntil(
    page,
    'All connections closed',
    () => tryClick(page, page.getByRole('button', { name: 'Close All Connections' }).first()),
    () => server.connections.slice(earlier).every(({ isOpen }) => !isOpen),
  );
  await workbench.statusBar(/⇄ 0 open/);
  await workbench.lens(1, /closed by you|closed #\d+/);
});

test('the Connections view lives while one looks at it, in each theme', async (t) => {
  // Its connection is in use until it has been looked at.
  const waiting: http.ServerResponse[] = [];
  const slow = http.createServer((_, response) => waiting.push(response)).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  t.after(() => {
    slow.closeAllConnections();
    slow.close();
  });
  const place = `127.0.0.1:${String((slow.address() as AddressInfo).port)}`;
  const folder = folderWith({
    'view.http': `GET ${server.origin}/ok\n\n###\n# @pool other\nGET http://${place}/\n`,
  });
  workbench = await openWorkbench({ folder, file: 'view.http' });
  const { page } = workbench;
  await workbench.runCommand('Keepalive: Show Connections');
  await page.getByText('No connection is open').first().waitFor();
  await sendAt(workbench, 1, received);
  await workbench.connections(/^workspace *1 open · 0% reused/);
  await workbench.connections(/#\d+ *idle (?:[2-9]|\d\d+) s of 118 s · 1 request/);
  await sendAt(workbench, 5, () => waiting.length);
  const rows = await workbench.connections(/#\d+ *in use/);
  assert.ok(
    rows.some((row) => /^other *1 open/.test(row)),
    String(rows),
  );
  await workbench.screenshotInThemes('connections');
  for (const response of waiting) response.end();
  // The hover leads to its connection, and a key closes it.
  await workbench.annotation(5, /^200/);
  const link = page.locator('.monaco-hover a', { hasText: 'Show connection' }).first();
  const selected = page
    .locator('.monaco-list:focus-within .monaco-list-row.selected', { hasText: '#' })
    .first();
  await actUntil(
    page,
    'The connection selected',
    async () => {
      await workbench.hover(5, /Show connection/);
      await link.click({ timeout: 2000 }).catch(() => {});
    },
    () => selected.isVisible(),
  );
  await actUntil(
    page,
    'The connection closed',
    async () => {
      if (await selected.isVisible()) await workbench.press('Delete');
    },
    () => page.locator('.pane-body .monaco-list-row', { hasText: 'recently closed' }).isVisible(),
  );
  await workbench.statusBar(/⇄ 1 open/);
});

test('in a folder that is not trusted everything can be read, and nothing is sent', async () => {
  const before = server.connections.length;
  const folder = folderWith({ 'trust.http': `GET ${server.origin}/ok\n` });
  workbench = await openWorkbench({ folder, file: 'trust.http', trusted: false });
  const [action] = await workbench.lens(1, /Trust/);
  assert.equal(action, 'Trust this workspace to send');
  const offered = await workbench.commandsOffered('Keepalive: ');
  assert.ok(!offered.some((title) => title.includes('Send')), String(offered));
  await workbench.goTo(1);
  await workbench.press('Control+Alt+KeyR');
  await workbench.hover(1, /Not sent yet/);
  await workbench.screenshot('untrusted');
  assert.equal(server.connections.length, before);
});

test('once a folder is trusted, the settings that count only there do so at once', async () => {
  const folder = folderWith({
    'granted.http': `GET ${echo.origin}/ok\n`,
    '.vscode/settings.json': '{ "keepalive.request.defaultHeaders": { "X-Team": "blue" } }',
  });
  workbench = await openWorkbench({
    folder,
    file: 'granted.http',
    trusted: false,
    settings: { 'rest-client.certificates': { 'example.org': { cert: 'missing.pem' } } },
  });
  await workbench.clickLens(1, 'Trust this workspace to send');
  const { page } = workbench;
  const button = page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' });
  await button.first().click();
  await workbench.notifications(/rest-client\.certificates: .*missing\.pem/);
  // What asks for trust may stand before everything.
  await actUntil(
    page,
    'The editor of trust closed',
    () => workbench.press('Escape'),
    async () => !(await page.locator('.monaco-modal-editor-block').isVisible()),
  );
  await clickSend(workbench, 1, () => echo.arrivals.length);
  assert.equal(echo.arrivals.at(-1)?.headers['x-team'], 'blue');
});

test('each folder of a workspace has its own settings for how responses are shown', async () => {
  const folder = folderWith({
    'both.code-workspace': '{ "folders": [{ "path": "one" }, { "path": "two" }] }',
    'one/.vscode/settings.json': '{ "keepalive.response.mode": "headers" }',
    'one/one.http': `### of one\nGET ${server.origin}/ok\n`,
    'two/two.http': `GET ${server.origin}/ok\n`,
  });
  for (const [file, line, shown] of [
    ['one/one.http', 2, /· headers/],
    ['two/two.http', 1, /^(?!.*· headers).*200/],
  ] as const) {
    workbench = await openWorkbench({ folder, workspace: 'both.code-workspace', file });
    const tab = workbench.page.locator('.tab', { hasText: shown }).first();
    // The settings of a folder may come after its first editor.
    await actUntil(
      workbench.page,
      `A response as ${file} has it`,
      () => clickSend(workbench, line, received),
      () => tab.isVisible(),
    );
    if (file === 'one/one.http') await workbench.close();
  }
  // From the history a response is shown as the folder of its request has it, whatever is in front.
  const { page } = workbench;
  const toFile = (name: string): Promise<void> =>
    actUntil(
      page,
      `The editor of ${name}`,
      () => page.locator('.explorer-viewlet .monaco-list-row', { hasText: name }).dblclick(),
      async () => (await focusedEditor(page)).endsWith(name),
    );
  await toFile('one.http');
  await workbench.runCommand('Keepalive: Send All Requests of This File');
  await toFile('two.http');
  const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'of one' }).first();
  await actUntil(
    page,
    'The history',
    () => workbench.press('Control+Alt+KeyH'),
    () => row.isVisible(),
  );
  await row.click();
  await page
    .locator('.tab', { hasText: /· headers/ })
    .first()
    .waitFor();
});

test('the connections of a folder are closed when it leaves the workspace', async () => {
  const folder = folderWith({
    'both.code-workspace': '{ "folders": [{ "path": "one" }, { "path": "two" }] }',
    'one/one.http': `GET ${server.origin}/ok?one\n`,
    'two/two.http': `GET ${server.origin}/ok?two\n`,
  });
  const settings = { 'keepalive.pool.scope': 'folder' };
  const file = 'one/one.http';
  workbench = await openWorkbench({ folder, workspace: 'both.code-workspace', file, settings });
  const { page } = workbench;
  const before = server.connections.length;
  const connectionOf = (name: string): ServedConnection | undefined =>
    server.connections.slice(before).find(({ requests }) => requests[0]?.target === `/ok?${name}`);
  await clickSend(workbench, 1, received);
  const row = (name: string): Locator =>
    page.locator('.explorer-viewlet .monaco-list-row', { hasText: name }).first();
  await actUntil(
    page,
    'The editor of two.http',
    () => row('two.http').dblclick(),
    async () => (await focusedEditor(page)).endsWith('two.http'),
  );
  await actUntil(
    page,
    'A send from the other folder',
    () => workbench.press('Control+Alt+KeyR'),
    () => connectionOf('two') !== undefined,
  );
  assert.equal(connectionOf('two')?.isOpen, true);
  await workbench.beginCommand('Workspaces: Remove Folder from Workspace...');
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'two' }).first().click();
  await eventually(
    page,
    'The connection of the folder open',
    () => Promise.resolve(connectionOf('two')?.isOpen),
    (isOpen) => isOpen === false,
  );
  assert.equal(connectionOf('one')?.isOpen, true, 'the other folder keeps its own');
});

test('a file with faults says where and what', async () => {
  const faulty =
    'POST\n\n###\nGET http://{{nowhere}}/\n\n###\nGET http://127.0.0.1/\nno colon here\n';
  const folder = folderWith({ 'faulty.http': faulty });
  workbench = await openWorkbench({ folder, file: 'faulty.http', theme: 'light' });
  await workbench.lens(4, /nowhere/);
  await workbench.clickLens(4, 'Send');
  await workbench.annotation(4, /^not sent · .*nowhere/);
  const rows = await workbench.problems(/nowhere/);
  assert.ok(
    rows.some((row) => row.includes('URL')),
    String(rows),
  );
  await workbench.screenshot('faulty');
});
