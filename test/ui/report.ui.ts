/** The page of `--html` and the HAR of `--har`, made by the real CLI of real sends, in a real browser. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';

import { cache, root } from '../../scripts/paths.ts';
import { launchBrowser } from '../../scripts/vscode/browser.ts';
import { certificates } from '../support/certificates.ts';
import { startHttp2Server } from '../support/http2Server.ts';
import { startServer } from '../support/scriptedServer.ts';
import { eventually } from './eventually.ts';

const require = createRequire(import.meta.url);

test('the report in a browser: a lane for each connection, a block for each hop, nothing refused', async (t) => {
  const { folder, opened, hops } = await sendAll(t);
  const page = await newPage(t);
  const refused = refusals(page);
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  assert.deepEqual(await texts(page, 'h1'), ['Connection reuse']);

  const lanes = await page
    .locator('[data-lane]')
    .evaluateAll((all) => all.map((lane) => lane.getAttribute('data-lane')));
  assert.equal(lanes.filter((id) => id !== 'none').length, opened);
  const blocks = page.locator('a.block');
  const drawn = await blocks.evaluateAll((all) =>
    all.map((block) => Number(block.getAttribute('data-hops'))),
  );
  assert.equal(
    drawn.reduce((sum, amount) => sum + amount, 0),
    hops,
  );
  assert.equal(await page.locator('tr[id^="request-"]').count(), hops);
  assert.ok((await page.locator('[data-handshake="tls"]').count()) >= 1);
  assert.ok((await page.locator('[data-closed]').count()) >= 1);

  // What scrolls may take the focus before the first block does.
  for (let tabs = 0; tabs < 4 && (await page.locator('a.block:focus').count()) === 0; tabs += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/#request-\d+-\d+$/);
  assert.equal(await page.locator('tr:target').count(), 1);

  const colours = new Set<string>();
  for (const [scheme, contrast] of [
    ['light', 'no-preference'],
    ['dark', 'no-preference'],
    ['dark', 'more'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, contrast });
    await page.evaluate(() => window.scrollTo(0, 0));
    const style = await page
      .locator('body')
      .evaluate((body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]);
    colours.add(style.join());
    const path = join(cache, 'screenshots', `report-${scheme}-${contrast}.png`);
    mkdirSync(join(path, '..'), { recursive: true });
    await page.screenshot({ path, fullPage: true });
  }
  assert.equal(colours.size, 3);
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const violations = await page.evaluate(
    `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.html.slice(0, 120)).join(' | ')))`,
  );
  assert.deepEqual(violations, []);
  assert.deepEqual(refused, []);
});

test('the policy of the report stops what is not of the page', async (t) => {
  const { folder } = await sendAll(t);
  const page = await newPage(t);
  const refused = refusals(page);
  const evil = readFileSync(join(folder, 'report.html'), 'utf8').replace(
    '</main>',
    '<script>document.title = "run"</script><p style="color:red">x</p></main>',
  );
  writeFileSync(join(folder, 'evil.html'), evil);
  await page.goto(pathToFileURL(join(folder, 'evil.html')).href);
  await eventually(
    page,
    'What was refused',
    () => Promise.resolve(refused.length),
    (count) => count >= 2,
  );
  assert.match(await page.title(), /^Connection reuse/);
});

test('a HAR viewer draws each entry of the HAR', async (t) => {
  const { folder, hops } = await sendAll(t);
  const page = await newPage(t);
  const viewer = readFileSync(require.resolve('perf-cascade/dist/perf-cascade.min.js'), 'utf8');
  const har = readFileSync(join(folder, 'out.har'), 'utf8');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.setContent('<!DOCTYPE html><body></body>');
  await page.addStyleTag({ path: require.resolve('perf-cascade/dist/perf-cascade.css') });
  await page.addScriptTag({ content: viewer });
  await page.evaluate(
    `document.body.append(perfCascade.fromHar(${har.replaceAll('<', '\\u003c')}))`,
  );
  assert.deepEqual(errors, []);
  assert.equal(await page.locator('svg .row-item').count(), hops);
  await page.screenshot({ path: join(cache, 'screenshots', 'har.png'), fullPage: true });
});

type Sent = { readonly folder: string; readonly opened: number; readonly hops: number };

/** Reused, closed by the server, retried after a stale connection, HTTP/2 in parallel, refused. */
async function sendAll(t: TestContext): Promise<Sent> {
  const server = await startServer();
  t.after(() => server.dispose());
  const { localhost } = await certificates();
  const secure = await startHttp2Server({ tls: localhost });
  t.after(() => secure.dispose());
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-report-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const paths = ['/ok', '/ok', '/chunked', '/close', '/slow?ms=15', '/fin', '/ok'];
  const requests = [
    ...paths.map((path) => `### <b>${path}</b>\nGET ${server.origin}${path}#token=s3cret`),
    ...Array.from(
      { length: 6 },
      (_, index) => `### Stream ${index}\n# @insecure\nGET ${secure.origin}/slow?ms=20`,
    ),
    '### Nobody\nGET http://127.0.0.1:1/',
  ];
  writeFileSync(join(folder, 'a.http'), `${requests.join('\n\n')}\n`);
  const cli = join(root, 'src/cli.ts');
  const args = [
    'send',
    'a.http',
    '--parallel',
    '4',
    '--repeat',
    '2',
    '--html',
    'report.html',
    '--har',
    'out.har',
    '--json',
  ];
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  await once(child, 'close');
  const lines = stdout
    .trim()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { type: string; hops?: unknown[]; connectionsOpened?: number },
    );
  const hops = lines.reduce((sum, line) => sum + (line.hops?.length ?? 0), 0);
  return { folder, hops, opened: lines.at(-1)?.connectionsOpened ?? 0 };
}

async function newPage(t: TestContext): Promise<Page> {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  return browser.newPage({ viewport: { width: 1180, height: 800 } });
}

/** What the policy refused, and every error. */
function refusals(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  return refused;
}

async function texts(page: Page, selector: string): Promise<readonly string[]> {
  return page.locator(selector).allTextContents();
}
