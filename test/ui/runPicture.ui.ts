/** Somebody sends all of a file, looks at the picture of it, goes from a block to its request, and reads the report. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { contrast } from './contrast.ts';
import { assertAccessible, webviewWith } from './accessible.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, isWebviewFocused, tryClick } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let server: ScriptedServer;
before(async () => {
  server = await startServer();
});
after(() => server.dispose());

test('the picture of a run, its blocks by keys and mouse, and the report', async () => {
  const paths = ['/ok', '/slow?first=30', '/close', '/slow?first=40', '/ok?status=404', '/fin'];
  const text = paths
    .map((path, index) => `### Request ${String(index + 1)}\nGET ${server.origin}${path}\n`)
    .join('\n');
  const folder = folderWith({ 'run.http': text });
  const workbench = await openWorkbench({ folder, file: 'run.http', width: 1800 });
  const { page, runCommand, screenshotInThemes } = workbench;
  await workbench.lens(2, /^Send/);
  // The palette offers what fits the editor that has the focus.
  await cursorAt(workbench, 2);
  await runCommand('Keepalive: Send All Requests of This File');
  await workbench.annotation(17, /closed by/);
  await runCommand('Keepalive: Show Run Picture');
  const frame = await frameOf(page);
  const blocks = frame.locator('.block');
  await blocks.first().waitFor();
  // Told from the file, which has a tab with its name.
  await page.locator('.tab', { hasText: 'run.http · picture' }).first().waitFor();
  // Six requests, and the one that was sent again.
  assert.equal(await blocks.count(), 7);
  await screenshotInThemes('run-picture', async () => {
    const [ink, paper] = await frame.evaluate<[string, string]>(
      `[getComputedStyle(document.querySelector('#picture text')).fill, getComputedStyle(document.body).backgroundColor]`,
    );
    assert.ok(contrast(ink, paper) >= 4.5, `${ink} on ${paper}`);
    assert.deepEqual(await violations(frame), []);
  });

  // From block to block with the arrows; a closer look is wider, and keeps the place.
  await actUntil(
    page,
    'The focus on the first block',
    () => blocks.first().focus(),
    async () => (await isWebviewFocused(page)) && (await focused(frame)) === '0',
  );
  await page.keyboard.press('ArrowRight');
  await eventually(
    page,
    'The block to the right',
    () => focused(frame),
    (block) => block === '1',
  );
  await page.keyboard.press('ArrowDown');
  const below = await eventually(
    page,
    'The block below',
    () => focused(frame),
    (block) => ['3', '4', '5'].includes(block),
  );
  const widthNow = async (): Promise<number> =>
    Number(await frame.locator('#picture svg').getAttribute('width'));
  const width = await widthNow();
  await page.keyboard.press('+');
  await eventually(page, 'A wider picture', widthNow, (value) => value > width * 1.3);
  assert.equal(await focused(frame), below);
  await workbench.screenshot('run-picture-closer');
  await page.keyboard.press('0');
  await eventually(page, 'All of the picture', widthNow, (value) => value <= width);
  await actUntil(
    page,
    'The request of the last block',
    async () => {
      await blocks.last().focus();
      await page.keyboard.press('Enter');
    },
    () => cursorIsOn(workbench, /^Ln 1[47], Col 1/),
  );
  // Of the fourth request, whose blocks are told by the number of their exchange, the part that took longest.
  const parts = frame.locator('.block[data-exchange="3"]').locator('path, rect');
  const widths = await parts.evaluateAll((all) =>
    all.map((each) => each.getBoundingClientRect().width),
  );
  const part = parts.nth(widths.indexOf(Math.max(...widths)));
  await actUntil(
    page,
    'The request of the block that was clicked',
    () => tryClick(page, part),
    () => cursorIsOn(workbench, /^Ln 11, Col 1/),
  );

  await actUntil(
    page,
    'The report',
    () => tryClick(page, frame.getByRole('button', { name: 'Report' })),
    async () => (await workbench.page.locator('.tab', { hasText: 'Connection reuse' }).count()) > 0,
  );
  await webviewWith(page, '#connection-reuse');
  await screenshotInThemes('run-report', () =>
    assertAccessible(page, '#connection-reuse', { isMarkdown: true }),
  );
  await workbench.close();
});

async function cursorIsOn({ statusBarItems }: Workbench, place: RegExp): Promise<boolean> {
  return (await statusBarItems()).some((item) => place.test(item));
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
