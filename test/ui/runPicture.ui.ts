/** Somebody sends all of a file, looks at the picture of it, and goes from a block to its request. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { contrast } from './contrast.ts';
import { eventually } from './eventually.ts';
import { folderWith, openWorkbench } from './workbench.ts';
import type { Theme } from './workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let server: ScriptedServer;
before(async () => {
  server = await startServer();
});
after(() => server.dispose());

const themes = ['light', 'dark', 'contrast', 'contrast-light'] as const satisfies readonly Theme[];
for (const theme of themes) {
  test(`the picture of a run, ${theme}`, async () => {
    const paths = ['/ok', '/slow?first=30', '/close', '/slow?first=40', '/ok?status=404', '/fin'];
    const text = paths
      .map((path, index) => `### Request ${String(index + 1)}\nGET ${server.origin}${path}\n`)
      .join('\n');
    const folder = folderWith({ 'run.http': text });
    const workbench = await openWorkbench({ folder, file: 'run.http', theme, width: 1800 });
    const { page, runCommand, screenshot } = workbench;
    await workbench.lens(2, /^Send/);
    // The palette offers what fits the editor that has the focus.
    await workbench.goTo(2);
    await runCommand('Keepalive: Send All Requests of This File');
    await workbench.annotation(17, /closed by/);
    await runCommand('Keepalive: Show Run Picture');
    const frame = await frameOf(page);
    const blocks = frame.locator('.block');
    await blocks.first().waitFor();
    // Six requests, and the one that was sent again.
    assert.equal(await blocks.count(), 7);
    // The theme's own background lies under our colours.
    const [ink, paper] = await frame.evaluate<[string, string]>(
      `[getComputedStyle(document.querySelector('#picture text')).fill, getComputedStyle(document.body).backgroundColor]`,
    );
    assert.ok(contrast(ink, paper) >= 4.5, `${ink} on ${paper}`);
    assert.deepEqual(await violations(frame), []);
    await screenshot(`run-picture-${theme}`);

    // From block to block with the arrows; a closer look is wider, and keeps the place.
    await blocks.first().focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(frame), '1');
    await page.keyboard.press('ArrowDown');
    const below = await focused(frame);
    assert.ok(['3', '4', '5'].includes(below), below);
    const width = Number(await frame.locator('#picture svg').getAttribute('width'));
    await page.keyboard.press('+');
    const wider = await eventually(
      page,
      'A wider picture',
      async () => Number(await frame.locator('#picture svg').getAttribute('width')),
      (value) => value > width,
    );
    assert.ok(wider > width * 1.3);
    assert.equal(await focused(frame), below);
    if (theme === 'dark') await screenshot('run-picture-closer');
    await page.keyboard.press('0');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    // The last block's request has the cursor now.
    await workbench.statusBar(/Ln 1[47], Col 1/);
    await workbench.close();
  });
}

async function frameOf(page: Page): Promise<Frame> {
  const found = await eventually(
    page,
    'The picture in its panel',
    async () => {
      for (const frame of page.frames()) {
        const count = await frame
          .locator('#picture svg')
          .count()
          .catch(() => 0);
        if (count > 0) return frame;
      }
      return null;
    },
    (frame) => frame !== null,
  );
  assert.ok(found);
  return found;
}

/** Which exchange the focused block is of. */
function focused(frame: Frame): Promise<string> {
  return frame.evaluate<string>(`document.activeElement.dataset.exchange ?? ''`);
}

async function violations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe);
  const found = await frame.evaluate<readonly { id: string; nodes: { html: string }[] }[]>(
    `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html: html.slice(0, 200) })) })))`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
