/** Somebody watches events come, and saves those that are there before the stream has ended; a page has the colours of HTML. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { actUntil, eventually } from './eventually.ts';
import { clickSend, tryClick, tryEnter } from './steps.ts';
import { folderWith, openWorkbench } from './workbench.ts';

/** Short, as it is tried again: what was drawn anew in between may be gone. */
const soon = { timeout: 2000 };

let origin = '';
let count = 0;
const received = (): number => count;
const server = http.createServer((request, response) => {
  count++;
  if (request.url === '/page') {
    response.setHeader('content-type', 'text/html');
    response.end('<p class="a">A page.</p>\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: one\n\ndata: two\n\n');
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('what has come of a stream is saved before its end', async () => {
  const folder = folderWith({ 'live.http': `GET ${origin}/events\n\n###\nGET ${origin}/page\n` });
  const workbench = await openWorkbench({ folder, file: 'live.http', width: 1700 });
  const { page, annotation } = workbench;
  await clickSend(workbench, 1, received);
  await annotation(1, /^receiving… 22 bytes/);
  const path = page.locator('.quick-input-widget input[type=text]');
  await actUntil(
    page,
    'The name to save it under',
    () => tryClick(page, page.locator('.codelens-decoration a', { hasText: 'Save…' }).first()),
    async () => (await path.inputValue(soon).catch(() => '')).endsWith('events'),
  );
  const saved = join(folder, 'events');
  await actUntil(
    page,
    'The file',
    () => tryEnter(page, path),
    () => existsSync(saved) && readFileSync(saved, 'utf8') === 'data: one\n\ndata: two\n\n',
  );
  await workbench.screenshot('live-saved');

  await clickSend(workbench, 4, received);
  await annotation(4, /^200/);
  const tag = page.locator('.view-line', { hasText: 'A page.' }).first();
  const colours = await eventually(
    page,
    'The colours of a tag',
    async () => new Set((await tag.innerHTML()).match(/mtk\d+/g)).size,
    (count) => count > 1,
  );
  assert.ok(colours > 1);
  await workbench.close();
});
