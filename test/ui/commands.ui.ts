/**
 * Every command of the manifest, run in one window in a way that a person takes: from the palette, by its key,
 * by a button, from a menu. Each is told by what it does, and the workbench itself tells that it ran.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { webviewWith } from './accessible.ts';
import { button, chooseFrom, closeEditor, copied, pick, row, takeOffered } from './choices.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, focusedEditor, sendAt, tryClick } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

const answers: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/names': ['application/json', '{"names":["Ada","Grace"]}'],
  '/greeting': ['text/html', '<h1>Hello</h1>'],
  '/large': ['text/plain', `The first line\n${'x'.repeat(1_100_000)}`],
};
/** Where they are asked for. */
const [names, greeting, large] = [2, 5, 8];

const asked: string[] = [];
const received = (): number => asked.length;
let holds = false;
const server = http.createServer(({ url = '' }, response) => {
  asked.push(url);
  if (holds) return;
  const [type, body] = answers[url] ?? ['text/plain', ''];
  response.setHeader('content-type', type);
  response.setHeader('set-cookie', 'session=1');
  response.end(body);
});
// Longer than a busy machine may need between two sends.
server.keepAliveTimeout = 120_000;

let folder = '';
let workbench: Workbench;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const requests = Object.keys(answers).map((path) => `### ${path.slice(1)}\nGET ${origin}${path}`);
  folder = folderWith({
    'commands.http': `${requests.join('\n\n')}\n`,
    'http-client.env.json': '{ "stage": {}, "live": {} }',
  });
  const settings = { 'keepalive.response.largeBodyMegabytes': 1 };
  workbench = await openWorkbench({ folder, file: 'commands.http', width: 1800, settings });
  await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workbench.lens(names, /^Send/);
  await workbench.page.evaluate('keepaliveProbe.noteCommands()');
});
after(async () => {
  await workbench.close();
  server.closeAllConnections();
  server.close();
});

/**
 * What is done, and the commands that this runs, without what all of their names begin with. In their order,
 * as the first is of a window in which nothing else was sent: nobody is asked what is to be drawn.
 */
const areas: Readonly<Record<string, readonly [commands: string, act: () => Promise<void>]>> = {
  'a run is sent, drawn, and put into files': [
    'sendAll showRun saveRun showReuseReport exportHar exportReuseReport',
    async () => {
      await at(names, 'Send All Requests of This File');
      await workbench.annotation(large, /^200/);
      await cursorAt(workbench, names);
      const more = workbench.page.locator('.editor-actions [aria-label^="More Actions"]').first();
      await chooseFrom(workbench.page, more, 'Show Run Picture', 'left');
      await webviewWith(workbench.page, '#picture svg');
      await save('Save Run Picture…', 'connections.svg', /<svg /);
      await run('Show Reuse Report');
      await webviewWith(workbench.page, '#connection-reuse');
      await workbench.annotation(large, /^200/);
      await save('Export HAR…', 'exchanges.har', /"version": ?"1\.2"/);
      await save('Export Reuse Report…', 'connection-reuse.json', /"origins"/);
    },
  ],
  'a request is sent, in every way': [
    'send sendFresh rerun sendSelection cancel explain measureReuse',
    async () => {
      const { page, press } = workbench;
      await workbench.runCommand('Notifications: Clear All Notifications');
      await cursorAt(workbench, names);
      await sends('its button', () => clickAction('Send Request'));
      await workbench.annotation(names, /^200/);
      await sends('its menu', () =>
        chooseFrom(
          page,
          page.locator('.view-line', { hasText: '/names' }).first(),
          'Send Request on a Fresh Connection',
        ),
      );
      await workbench.annotation(names, /new: .*fresh/);
      await sends('the key of the last one', () => press('Control+Alt+KeyL'));
      await workbench.annotation(names, /reused/);
      // What is sent is told where it stands, and by nothing that pops up.
      const bell = page.locator('[id="status.notifications"] .codicon');
      assert.doesNotMatch((await bell.getAttribute('class')) ?? '', /bell-dot/);
      await sends('what is selected', async () => {
        await cursorAt(workbench, names);
        await press('Shift+Home');
        await run('Send Selected Text');
      });
      await at(names, 'Explain Connection and Timing of Request');
      await page.locator('.monaco-hover:visible', { hasText: 'total' }).first().waitFor();
      await press('Escape');
      await at(names, 'Measure What Reuse Saves for Request');
      await webviewWith(page, 'img[alt^="cold:"]');
      holds = true;
      await sendAt(workbench, names, received);
      await workbench.annotation(names, /^sending/);
      await press('Control+Alt+KeyK');
      await workbench.annotation(names, /^cancelled after/);
      holds = false;
    },
  ],
  'a response is looked at from all sides': [
    'showResponse showHeaders showBody showFull showExchange previewResponse openBodyFile compareWithPrevious',
    async () => {
      const { page, lineText } = workbench;
      await sendAt(workbench, names, received);
      await workbench.annotation(names, /^200/);
      await at(names, 'Show Full Response');
      await lineText(1, /^HTTP\/1\.1 200 OK/, 'full?full');
      await at(names, 'Show Last Response Headers of Request');
      await lineText(1, /^HTTP\/1\.1 200 OK/, 'headers?headers');
      await at(names, 'Show Exchange with All Hops');
      await lineText(1, /^GET http/, 'exchange?exchange');
      await at(names, 'Show Body of Response');
      await lineText(3, /Ada/, 'names · 200 OK');
      await at(names, 'Show Last Response of Request');
      await lineText(3, /Ada/, 'names · 200 OK');
      await sendAt(workbench, names, received);
      await at(names, 'Compare Response with the Previous One');
      await page.locator('.monaco-diff-editor').first().waitFor();
      await closeEditor(page, '.monaco-diff-editor');
      await sendAt(workbench, greeting, received);
      await workbench.annotation(greeting, /^200/);
      await at(greeting, 'Preview Response');
      await webviewWith(page, 'nav[aria-label=Response]');
      await sendAt(workbench, large, received);
      await workbench.annotation(large, /^200/);
      await at(large, 'Open Whole Body of Response');
      await focusIn(/^vscode-remote:.*\/bodies\//);
      await closeEditor(page, '.monaco-editor[data-uri*="/bodies/"]');
    },
  ],
  'a response is taken along': [
    'copyBody copyHeaders copyJsonPath saveBody',
    async () => {
      await sendAt(workbench, names, received);
      await workbench.lineText(3, /Ada/, 'names · 200 OK');
      await chooseFrom(workbench.page, responseLine('Ada'), 'Copy Response Body');
      await copied(workbench.page, /^\{"names":\["Ada","Grace"\]\}$/);
      await chooseFrom(workbench.page, responseLine('Ada'), 'Copy JSON Path of Response');
      await copied(workbench.page, /^\$\.names\[0\]$/);
      await at(names, 'Copy Response Headers');
      await copied(workbench.page, /^HTTP\/1\.1 200 OK/);
      await cursorAt(workbench, names);
      await save('Save Response Body', 'names.json', /Grace/);
    },
  ],
  'connections are shown, copied and closed': [
    'showConnections copyConnection closeConnection closeConnections',
    async () => {
      const { page } = workbench;
      const rows = page.locator('.pane-body .monaco-list-row', { hasText: '#' });
      await sendAt(workbench, names, received);
      await run('Show Connections');
      await workbench.connections(/#\d+ *idle/);
      await chooseFrom(page, rows.first(), /^Copy/);
      await copied(workbench.page, /^#\d+ to http:\/\/127\.0\.0\.1:\d+, pool /);
      await actUntil(
        page,
        'A connection closed',
        async () => {
          await rows
            .first()
            .hover({ timeout: 2000 })
            .catch(() => {});
          await button(page, 'Close Connection')
            .click({ timeout: 2000 })
            .catch(() => {});
        },
        async () => (await workbench.statusBarItems()).some((item) => item.includes('⇄ 0 open')),
      );
      await sendAt(workbench, names, received);
      await workbench.statusBar(/⇄ 1 open/);
      await clickAction('Close All Connections');
      await workbench.statusBar(/⇄ 0 open/);
    },
  ],
  'environment, cookies, history and what was learned': [
    'selectEnvironment showCookies clearCookies forgetAnswers showHistory clearHistory exportOriginProfiles resetOriginProfiles showLog openExample',
    async () => {
      const { page, press } = workbench;
      await sendAt(workbench, names, received);
      await answer('live', () => press('Control+Alt+KeyE'));
      await workbench.statusBar(/^live$/);
      await workbench.beginCommand('Keepalive: Show Cookies');
      await row(page, 'session=***').waitFor();
      await press('Escape');
      await answer('All Cookies', () => workbench.beginCommand('Keepalive: Clear Cookies'));
      await workbench.statusBar(/^Cleared 1 cookie$/);
      await run('Forget Answers to Prompts');
      await workbench.statusBar(/^No answers are remembered$/);
      await answer('names', () => press('Control+Alt+KeyH'));
      await page.getByText('From the history: secrets are stars').first().waitFor();
      await run('Clear History');
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByRole('button', { name: 'Clear' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await run('Export What Was Learned of Origins');
      await focusIn(/^untitled:/);
      await run('Forget What Was Learned of Origins');
      await workbench.statusBar(/is forgotten/);
      await run('Open Example');
      await workbench.lineText(1, /An example that works without a network/, 'Untitled-2');
      await run('Show Log');
      const line = page.locator('.part.panel .view-line', { hasText: 'left intact' }).first();
      await line.waitFor();
      await workbench.screenshotInThemes('log', () => line.waitFor());
    },
  ],
};

for (const [title, [commands, act]] of Object.entries(areas)) {
  test(title, async () => {
    await act();
    const ran = await workbench.page.evaluate<readonly string[]>('keepaliveProbe.commands');
    const missed = idsOf(commands).filter((id) => !ran.includes(id));
    assert.deepEqual(missed, [], String(ran));
  });
}

test('no command is left out', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  const ours = manifest.contributes.commands.map(({ command }) => command);
  const run = Object.values(areas).flatMap(([commands]) => idsOf(commands));
  assert.deepEqual(run.sort(), ours.sort());
});

function idsOf(commands: string): readonly string[] {
  return commands.split(' ').map((name) => `keepalive.${name}`);
}

function run(title: string): Promise<void> {
  return workbench.runCommand(`Keepalive: ${title}`);
}

async function at(line: number, title: string): Promise<void> {
  await cursorAt(workbench, line);
  await run(title);
}

async function sends(how: string, act: () => Promise<unknown>): Promise<void> {
  const before = received();
  await actUntil(workbench.page, `A send by ${how}`, act, () => received() > before);
}

async function clickAction(name: string): Promise<void> {
  await tryClick(workbench.page, button(workbench.page, name));
}

/** What asks is given that answer. */
async function answer(text: string, ask: () => Promise<unknown>): Promise<void> {
  await pick(workbench.page, text, async () => {
    await cursorAt(workbench, names);
    await ask();
  });
}

async function save(title: string, name: string, content: RegExp): Promise<void> {
  await workbench.beginCommand(`Keepalive: ${title}`);
  await takeOffered(workbench.page, folder, name, content);
}

function responseLine(text: string): Locator {
  const lines = '.monaco-editor[data-uri^="keepalive-response"] .view-line span';
  return workbench.page.locator(lines, { hasText: text }).last();
}

async function focusIn(uri: RegExp): Promise<void> {
  const { page } = workbench;
  const read = (): Promise<string> => focusedEditor(page);
  await eventually(page, 'The editor in front', read, (name) => uri.test(name));
}
