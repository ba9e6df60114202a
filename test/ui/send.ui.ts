/** Somebody opens a file, clicks Send and reads what came of it, in each kind of theme. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { certificates } from '../support/certificates.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { contrast } from './contrast.ts';
import { actUntil } from './eventually.ts';
import { clickSend } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

let server: ScriptedServer;
let secure: ScriptedServer;

before(async () => {
  server = await startServer();
  const { localhost } = await certificates();
  secure = await startServer({ tls: localhost, handshakeDelayMs: 25 });
});

after(async () => {
  await server.dispose();
  await secure.dispose();
});

function received(): number {
  return [server, secure].flatMap((each) => each.served().flat()).length;
}

function tour(): string {
  return [
    '### A server that takes its time',
    `GET ${server.origin}/slow?first=60&between=20`,
    'Accept: text/plain',
    '',
    '### Closes what is idle',
    '# @name impatient',
    `GET ${server.origin}/idle-fin`,
    '',
    '### Over TLS',
    '# @insecure',
    `POST https://localhost:${String(secure.port)}/echo`,
    'Content-Type: application/json',
    '',
    '{ "hello": "world" }',
    '',
    '### Nobody there',
    'GET http://127.0.0.1:9/',
    '',
  ].join('\n');
}

/** Hovers fade in, whatever the setting for motion says. */
async function faded({ page }: Workbench): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll('.monaco-hover')].every((one) => one.getAnimations().length === 0)`,
  );
}

test('sending and reading, in each theme', async () => {
  const folder = folderWith({ 'tour.http': tour() });
  const workbench = await openWorkbench({ folder, file: 'tour.http', width: 1900 });
  const { lens, clickLens, annotation, hover, press, screenshot } = workbench;

  assert.equal((await lens(2, /opens a connection: first to 127\.0\.0\.1/))[0], 'Send');
  await clickSend(workbench, 2, received);
  assert.match(await annotation(2, /^200/), /^200 · \d+ ms · ＋ #\d+ new: .* · handshake/);
  await lens(2, /reuses #\d+ · idle/);
  await clickSend(workbench, 2, received);
  assert.match(await annotation(2, /reused/), /^200 · \d+ ms · ↻ #\d+ reused, request 2, idle/);
  assert.match(await workbench.statusBar(/reused/), /⇄ 1 open · 50% reused/);

  await clickSend(workbench, 7, received);
  await annotation(7, /^200/);
  await lens(7, /server closed #\d+/);
  await clickSend(workbench, 7, received);
  await annotation(7, /new: .*server closed #\d+ after/);

  await clickSend(workbench, 11, received);
  await annotation(11, /^200 .*TLS not verified/);
  assert.match(await workbench.lineText(2, /hello/, 'Over TLS · 200 OK'), /"hello": "world"/);

  await actUntil(
    workbench.page,
    'A send that fails',
    () => clickLens(17, 'Send'),
    async () => (await annotation(17, /^/)) !== '',
  );
  await annotation(17, /^failed after .* connection refused by 127\.0\.0\.1:9/);

  await workbench.inEachTheme(async (theme) => {
    await screenshot(`tour-${theme}`);
    for (const line of [2, 7, 17]) {
      const { text, background } = await workbench.annotationColours(line);
      const described = JSON.stringify({ theme, line, text, background });
      assert.ok(contrast(text, background) >= 4.5, described);
    }

    const panel = await hover(11, /TLS/);
    assert.equal(panel.pictures, 1);
    const cells = panel.rows.flat();
    for (const name of ['DNS', 'TCP', 'TLS', 'wait', 'total', '—']) {
      assert.ok(cells.includes(name), `${name} in ${String(cells)}`);
    }
    assert.deepEqual(panel.links, [
      'Show response',
      'Show connection',
      'Send on a fresh connection',
    ]);
    await faded(workbench);
    await screenshot(`hover-tls-${theme}`);

    await press('Escape');
    await hover(7, /server closed #\d+/);
    await faded(workbench);
    await screenshot(`hover-reason-${theme}`);
    await press('Escape');
    const failed = await hover(17, /Is the server running/);
    assert.deepEqual(failed.links, ['Send on a fresh connection']);
    await faded(workbench);
    await screenshot(`hover-failed-${theme}`);
    await press('Escape');
  });
  await workbench.close();
});
