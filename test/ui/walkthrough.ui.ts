/** Somebody follows the walkthrough: its steps are done by doing them, and its buttons work from where they stand. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { actUntil } from './eventually.ts';
import { clickSend, tryClick } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

let asked = 0;
const server = http.createServer((request, response) => {
  asked += 1;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ path: request.url }));
});
let workbench: Workbench;

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterEach(() => workbench.close());
after(() => {
  server.closeAllConnections();
  server.close();
});

test('a request that is sent by its lens is a step done, and the next ones tell of it', async () => {
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const folder = folderWith({ 'walk.http': `### Names\nGET ${origin}/names\n` });
  workbench = await openWorkbench({ folder, file: 'walk.http', width: 1700 });
  const { page } = workbench;
  const quick = page.locator('.quick-input-widget');
  const step = (title: string) => page.getByRole('button', { name: title }).first();
  const turnTo = (name: string, there: () => Promise<boolean>): Promise<void> => {
    const tab = page.locator('.tab', { hasText: name }).first();
    return actUntil(page, name, () => tryClick(page, tab), there);
  };
  const toWalkthrough = (): Promise<void> =>
    turnTo('Welcome', () => step('Send a request').isVisible());
  /** Opens a step, and clicks its button until something is there. */
  const follow = async (title: string, label: string, there: () => Promise<boolean>) => {
    const button = page.getByRole('button', { name: label }).first();
    const opened = (): Promise<boolean> => button.isVisible();
    await actUntil(page, title, () => tryClick(page, step(title)), opened);
    await actUntil(page, label, () => tryClick(page, button), there);
  };

  await workbench.lens(2, /^Send/);
  await workbench.beginCommand('Welcome: Open Walkthrough...');
  await quick.locator('input[type=text]').first().fill('Keepalive');
  const ours = quick.locator('.monaco-list-row', { hasText: 'Get Started with Keepalive' });
  await actUntil(
    page,
    'The walkthrough',
    () => tryClick(page, ours.first()),
    () => step('Send a request').isVisible(),
  );
  await step('Send a request').locator('.codicon-getting-started-step-unchecked').waitFor();
  const lens = page.locator('.codelens-decoration').first();
  await turnTo('walk.http', () => lens.isVisible());
  await clickSend(workbench, 2, () => asked);
  await workbench.annotation(2, /^200/);

  await toWalkthrough();
  await step('Send a request').locator('.codicon-getting-started-step-checked').waitFor();
  const hover = page.locator('.monaco-hover', { hasText: 'it is the first request to' });
  await follow('See why', 'Explain the Request Sent Last', () => hover.first().isVisible());
  await workbench.press('Escape');
  await toWalkthrough();
  const full = page.locator('.tab', { hasText: 'Names · 200 OK · full' });
  await follow('Read the response', 'Show the Full Response', () => full.first().isVisible());
});
