/** Somebody reads a response, looks at a hostile page, and finds both again after a reload. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, webviewWith } from './accessible.ts';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt, sendAt, tryClick } from './steps.ts';
import { folderWith, openWorkbench } from './workbench.ts';

const page =
  '<style>p { color: teal; font-weight: bold }</style><h1>Hello</h1><p>A page.</p>' +
  '<script>document.body.innerHTML = "<h1>SCRIPT RAN</h1>"</script>' +
  '<img src="/leak" onerror="document.body.innerHTML = \'SCRIPT RAN\'">';
let origin = '';
const asked: string[] = [];
const received = (): number => asked.length;
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><script>fetch("/leak")</script>' +
  '<circle cx="30" cy="30" r="28" fill="teal"/></svg>';
const answers: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/page': ['text/html', page],
  '/image': ['image/svg+xml', svg],
};
const server = http.createServer((request, response) => {
  const url = request.url ?? '';
  asked.push(url);
  const [type, body] = answers[url] ?? [
    'application/json',
    '{"id":12345678901234567890,"names":["Ada","Grace"]}',
  ];
  response.setHeader('content-type', type);
  response.end(body);
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('a response, a preview and the history, in each theme', async () => {
  const text = `### Names\nGET ${origin}/json\n\n### Page\nGET ${origin}/page\n\n### Image\nGET ${origin}/image\n`;
  const folder = folderWith({ 'view.http': text });
  const workbench = await openWorkbench({ folder, file: 'view.http', width: 1700 });
  const { page: window, annotation, runCommand, screenshotInThemes } = workbench;
  await workbench.lens(2, /^Send/);
  await sendAt(workbench, 2, received);
  await annotation(2, /^200/);
  await workbench.lineText(2, /12345678901234567890/, 'Names · 200 OK');
  await screenshotInThemes('response-body');
  await cursorAt(workbench, 2);
  await runCommand('Keepalive: Show Exchange with All Hops');
  await workbench.lineText(1, /^GET http/, 'Names · 200 OK · exchange?exchange');
  await screenshotInThemes('response-exchange');

  await sendAt(workbench, 5, received);
  await annotation(5, /^200/);
  await cursorAt(workbench, 5);
  await runCommand('Keepalive: Preview Response');
  assert.equal(await headingInFrame(window), 'Hello');
  assert.ok(!asked.includes('/leak'), 'nothing is loaded from elsewhere');
  await screenshotInThemes('response-preview', () =>
    assertAccessible(window, 'nav[aria-label=Response]'),
  );

  await sendAt(workbench, 8, received);
  await annotation(8, /^200/);
  await screenshotInThemes('response-image', () => assertAccessible(window, 'main > img'));
  const picture = await webviewWith(window, 'main > img');
  await picture.getByText('Scripts do not run here').waitFor();
  assert.ok(!asked.includes('/leak'), 'a script in a picture does not run');

  const rows = window.locator('.quick-input-widget .monaco-list-row');
  const openHistory = (): Promise<void> =>
    actUntil(
      window,
      'The history',
      async () => {
        await cursorAt(workbench, 2);
        await workbench.press('Control+Alt+KeyH');
      },
      () => rows.filter({ hasText: 'Names' }).first().isVisible(),
    );
  await openHistory();
  await screenshotInThemes('history');
  await workbench.press('Escape');

  await window.reload();
  await window.locator('.monaco-editor .view-line').first().waitFor();
  await workbench.lens(2, /^Send/);
  await openHistory();
  await rows.filter({ hasText: 'Page' }).first().waitFor();
  await actUntil(
    window,
    'The response of before',
    () => tryClick(window, rows.filter({ hasText: 'Names' }).first()),
    () => rows.first().isHidden(),
  );
  await workbench.lineText(2, /12345678901234567890/, 'Names · 200 OK');
  await workbench.screenshot('history-reopened');
  await workbench.close();
});

/** The page that was sent stands in a frame of its own, inside of ours. */
function headingInFrame(window: Page): Promise<string> {
  const read = async (): Promise<string> => {
    for (const frame of window.frames()) {
      if (frame.url() !== 'about:srcdoc') continue;
      const heading = await frame
        .locator('h1')
        .allInnerTexts()
        .catch(() => []);
      if (heading.length > 0) return heading.join();
    }
    return '';
  };
  return eventually(window, 'The page in its frame', read, (heading) => heading !== '');
}
