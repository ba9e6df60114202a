/** Somebody reads a response, looks at a hostile page, and finds both again after a reload. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { assertAccessible } from './accessible.ts';
import { eventually } from './eventually.ts';
import { folderWith, openWorkbench } from './workbench.ts';
import type { Theme } from './workbench.ts';

const page =
  '<style>p { color: teal; font-weight: bold }</style><h1>Hello</h1><p>A page.</p>' +
  '<script>document.body.innerHTML = "<h1>SCRIPT RAN</h1>"</script>' +
  '<img src="/leak" onerror="document.body.innerHTML = \'SCRIPT RAN\'">';
let origin = '';
const asked: string[] = [];
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

for (const theme of ['light', 'dark', 'contrast'] as const satisfies readonly Theme[]) {
  test(`a response, a preview and the history, ${theme}`, async () => {
    const text = `### Names\nGET ${origin}/json\n\n### Page\nGET ${origin}/page\n\n### Image\nGET ${origin}/image\n`;
    const folder = folderWith({ 'view.http': text });
    const workbench = await openWorkbench({ folder, file: 'view.http', theme, width: 1700 });
    const { page: window, clickLens, annotation, lens, screenshot, runCommand } = workbench;
    await lens(2, /^Send/);
    await clickLens(2, 'Send');
    await annotation(2, /^200/);
    await workbench.lineText(2, /12345678901234567890/, 'Names · 200 OK');
    await screenshot(`response-body-${theme}`);
    await workbench.goTo(2);
    await runCommand('Keepalive: Show Exchange with All Hops');
    await workbench.lineText(1, /^GET http/, 'Names · 200 OK · exchange?exchange');
    await screenshot(`response-exchange-${theme}`);

    await lens(5, /^Send/);
    await clickLens(5, 'Send');
    await annotation(5, /^200/);
    await workbench.goTo(5);
    await runCommand('Keepalive: Preview Response');
    const inner = await eventually(
      window,
      'The page in its frame',
      async () => {
        for (const frame of window.frames()) {
          const heading = await frame
            .locator('h1')
            .allInnerTexts()
            .catch(() => []);
          if (frame.url() === 'about:srcdoc') return heading.join();
        }
        return '';
      },
      (heading) => heading !== '',
    );
    assert.equal(inner, 'Hello');
    assert.ok(!asked.includes('/leak'), 'nothing is loaded from elsewhere');
    await screenshot(`response-preview-${theme}`);
    await assertAccessible(window, 'nav[aria-label=Response]');

    await lens(8, /^Send/);
    await clickLens(8, 'Send');
    await annotation(8, /^200/);
    await assertAccessible(window, 'main > img');
    await screenshot(`response-image-${theme}`);
    assert.ok(!asked.includes('/leak'), 'a script in a picture does not run');

    await workbench.goTo(2);
    await workbench.press('Control+Alt+KeyH');
    const rows = window.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: 'Names' }).first().waitFor();
    await screenshot(`history-${theme}`);
    await window.keyboard.press('Escape');
    if (theme === 'dark') {
      await window.reload();
      await window.locator('.monaco-editor .view-line').first().waitFor();
      await lens(2, /^Send/);
      await workbench.goTo(2);
      await workbench.press('Control+Alt+KeyH');
      await rows.filter({ hasText: 'Page' }).first().waitFor();
      await rows.filter({ hasText: 'Names' }).first().click();
      await workbench.lineText(2, /12345678901234567890/, 'Names · 200 OK');
      await screenshot('history-reopened');
    }
    await workbench.close();
  });
}
