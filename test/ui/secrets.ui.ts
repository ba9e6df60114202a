/**
 * What is on the screen while secrets travel: none of them, in any frame, at any of these moments;
 * and after a reload of the window the history and the cookies are there again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTellTale, type TellTale } from '../support/tellTale.ts';
import { webviewWith } from './accessible.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, tryEnter } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

const marker = (place: string): string => `MARKER${place}`;
let server: TellTale;

before(async () => {
  server = await startTellTale(marker('jar'), '<p>Well received</p>');
});
after(() => server.dispose());

test('secrets of files, of a question and of cookies are not on the screen', async () => {
  const text = [
    '# @name planted',
    '# @prompt password The password',
    `GET http://grace:{{key}}@${server.place}/{{key}}?access_token={{$dotenv API_PASSWORD}}`,
    'Authorization: Bearer {{key}}',
    'X-Plain: {{$dotenv API_PASSWORD}}',
    'X-Asked: {{password}}',
    '',
  ].join('\n');
  const folder = folderWith({
    'planted.http': text,
    '.env': `API_PASSWORD=${marker('dotenv')}\n`,
    'http-client.private.env.json': JSON.stringify({ $shared: { key: marker('private') } }),
  });
  const workbench = await openWorkbench({
    folder,
    file: 'planted.http',
    width: 1700,
    keepsSecrets: true,
  });
  const { page } = workbench;
  const look = async (name: string): Promise<void> => {
    await workbench.screenshot(`secrets-${name}`);
    await assertNone(workbench, name);
  };
  const quick = page.locator('.quick-input-widget');
  /** Does what asks for the password, and answers. */
  const answer = async (ask: () => Promise<void>): Promise<void> => {
    const input = quick.locator('input[type=password]').first();
    const before = server.received.length;
    await actUntil(
      page,
      'The request',
      async () => {
        // The question goes when something else takes the focus, and is then asked again.
        if (!(await input.isVisible())) {
          await cursorAt(workbench, 3);
          await ask();
        }
        await input.fill(marker('asked'), { timeout: 2000 }).catch(() => {});
        // A field for passwords shows dots; what is in the page is its attribute, not its value.
        await look('asked');
        await tryEnter(page, input);
      },
      () => server.received.length > before,
    );
  };
  const send = async (): Promise<void> => {
    await answer(() => workbench.press('Control+Alt+KeyR'));
    await workbench.annotation(3, /^200/);
  };
  const run = async (title: string): Promise<void> => {
    await cursorAt(workbench, 3);
    await workbench.runCommand(title);
  };
  const history = async (): Promise<void> => {
    const open = async (): Promise<void> => {
      await cursorAt(workbench, 3);
      await workbench.press('Control+Alt+KeyH');
    };
    const row = quick.locator('.monaco-list-row', { hasText: 'planted' }).first();
    await actUntil(page, 'The history', open, () => row.isVisible());
  };
  const away = (): Promise<void> =>
    actUntil(
      page,
      'The list closed',
      () => workbench.press('Escape'),
      () => quick.isHidden(),
    );
  await workbench.lens(3, /^Send/);
  await answer(() => workbench.beginCommand('Keepalive: Send All Requests of This File'));
  await workbench.annotation(3, /^200/);
  await workbench.runCommand('Keepalive: Show Run Picture');
  await webviewWith(page, '#picture svg');
  await look('run-picture');
  await workbench.runCommand('Keepalive: Show Reuse Report');
  await webviewWith(page, '#connection-reuse');
  await look('report');
  await send();
  const sent = server.received.join('\n');
  for (const one of ['dotenv', 'private', 'asked', 'jar'])
    assert.ok(sent.includes(marker(one)), one);
  await look('sent');
  await workbench.hover(3, /total/);
  await look('hover');
  await workbench.press('Escape');
  await run('Keepalive: Show Full Response');
  await workbench.lineText(1, /^HTTP/, 'full?full');
  await look('full');
  await run('Keepalive: Show Last Response Headers of Request');
  await workbench.lineText(1, /^HTTP.* Told \*\*\*/, 'headers?headers');
  await look('headers');
  await run('Keepalive: Show Exchange with All Hops');
  await workbench.lineText(1, /^GET http.*\*\*\*/, 'exchange?exchange');
  await look('exchange');
  await run('Keepalive: Preview Response');
  await webviewWith(page, 'nav[aria-label=Response]');
  await look('preview');
  await answer(() => workbench.beginCommand('Keepalive: Measure What Reuse Saves for Request'));
  await webviewWith(page, 'img[alt^="cold:"]');
  await look('measurement');
  await history();
  await look('history');
  await away();
  const cookies = async (): Promise<void> => {
    await workbench.beginCommand('Keepalive: Show Cookies');
    await quick.locator('.monaco-list-row', { hasText: 'session' }).first().waitFor();
  };
  await cookies();
  await look('cookies');
  await away();
  await workbench.runCommand('Keepalive: Show Connections');
  await workbench.connections(/#\d+ *idle/);
  await look('connections');
  await workbench.runCommand('Keepalive: Show Log');
  await page.locator('.part.panel .view-line', { hasText: 'left intact' }).first().waitFor();
  await look('log');

  await eventually(
    page,
    'What the secret storage keeps',
    () => page.evaluate<string | null>(`localStorage.getItem('secrets.provider')`),
    (kept) => kept !== null,
  );
  await page.reload();
  await workbench.lens(3, /^Send/);
  await history();
  await look('history-reloaded');
  await away();
  await send();
  assert.match(server.received.at(-1) ?? '', /\ncookie\nsession=MARKERjar/i);
  await cookies();
  await look('cookies-reloaded');
  await workbench.close();
});

async function assertNone({ page }: Workbench, name: string): Promise<void> {
  for (const frame of page.frames()) {
    const html = await frame.content().catch(() => '');
    const found = /.{60}MARKER\w+/s.exec(html)?.[0];
    assert.equal(found, undefined, `on the screen (${name})`);
  }
}
