/** Somebody opens a file, clicks Send and reads what came of it, in each kind of theme. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { certificates } from '../support/certificates.ts';
import { startServer } from '../support/scriptedServer.ts';
import type { ScriptedServer } from '../support/scriptedServer.ts';
import { contrast } from './contrast.ts';
import { folderWith, openWorkbench } from './workbench.ts';
import type { Theme, Workbench } from './workbench.ts';

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

const themes: readonly Theme[] = ['light', 'dark', 'contrast', 'contrast-light'];

/** Hovers fade in, whatever the setting for motion says. */
async function faded({ page }: Workbench): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll('.monaco-hover')].every((one) => one.getAnimations().length === 0)`,
  );
}

for (const theme of themes) {
  test(`sending and reading, ${theme}`, async () => {
    const folder = folderWith({ 'tour.http': tour() });
    const workbench = await openWorkbench({
      folder,
      file: 'tour.http',
      theme,
      width: 1900,
    });
    const { lens, clickLens, annotation, hover } = workbench;

    assert.equal((await lens(2, /opens a connection: first to 127\.0\.0\.1/))[0], 'Send');
    await clickLens(2, 'Send');
    assert.match(await annotation(2, /^200/), /^200 · \d+ ms · ＋ #\d+ new: .* · handshake/);
    await lens(2, /reuses #\d+ · idle/);
    await clickLens(2, 'Send');
    assert.match(await annotation(2, /reused/), /^200 · \d+ ms · ↻ #\d+ reused, request 2, idle/);
    assert.match(await workbench.statusBar(/reused/), /⇄ 1 open · 50% reused/);

    await clickLens(7, 'Send');
    await annotation(7, /^200/);
    await lens(7, /server closed #\d+/);
    await clickLens(7, 'Send');
    await annotation(7, /new: .*server closed #\d+ after/);

    await clickLens(11, 'Send');
    await annotation(11, /^200 .*TLS not verified/);
    assert.match(await workbench.lineText(2, /hello/, 'Over TLS · 200 OK'), /"hello": "world"/);

    // The editor has just become narrower, and its lenses are drawn anew: a click before that is lost.
    await lens(11, /reuses #\d+ · idle/);
    await clickLens(17, 'Send');
    await annotation(17, /^failed after .* connection refused by 127\.0\.0\.1:9/);
    await workbench.screenshot(`tour-${theme}`);

    for (const line of [2, 7, 17]) {
      const colours = await workbench.annotationColours(line);
      assert.ok(
        contrast(colours.text, colours.background) >= 4.5,
        JSON.stringify({ line, ...colours }),
      );
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
    await workbench.screenshot(`hover-tls-${theme}`);

    await workbench.press('Escape');
    await hover(7, /server closed #\d+/);
    await faded(workbench);
    await workbench.screenshot(`hover-reason-${theme}`);
    await workbench.press('Escape');
    const failed = await hover(17, /Is the server running/);
    assert.deepEqual(failed.links, ['Send on a fresh connection']);
    await faded(workbench);
    await workbench.screenshot(`hover-failed-${theme}`);
    await workbench.close();
  });
}
