/** Somebody writes: what is offered, told, found, renamed, repaired and coloured. */
import { afterEach, test } from 'node:test';
import { actUntil, eventually } from './eventually.ts';
import { cursorAt } from './steps.ts';
import { folderWith, openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;

afterEach(() => workbench.close());

const text = [
  '@host = api.test',
  '@password = hunter22',
  '',
  '### Log in',
  '# @name login',
  'POST https://{{host}}/session',
  'Content-Type: application/json',
  '',
  '{ "password": "{{password}}" }',
  '',
  '### Who am I',
  'GET https://{{host}}/me',
  'Authorization: Bearer {{login.response.body.$.token}}',
  '',
].join('\n');

/** The texts of what the page shows there, once one of them matches. */
async function shown(what: string, selector: string, expected: RegExp): Promise<readonly string[]> {
  const { page } = workbench;
  return eventually(
    page,
    what,
    () => page.locator(selector).allInnerTexts(),
    (texts) => texts.some((each) => expected.test(each)),
  );
}

/** Until what a key would take is that one: the list follows what is typed. */
async function offered(expected: RegExp): Promise<void> {
  await shown('What is offered first', '.suggest-widget .monaco-list-row.focused', expected);
}

/** Until the line with that text has parts of several colours. */
async function coloured(text: string): Promise<void> {
  const line = workbench.page.locator('.view-line', { hasText: text });
  await eventually(
    workbench.page,
    `Colours on the line with ${text}`,
    () => line.locator('span span').count(),
    (count) => count >= 2,
  );
}

test('headers, values and variables are offered while one types', async () => {
  const folder = folderWith({ 'names.http': text });
  workbench = await openWorkbench({ folder, file: 'names.http' });
  const { type, press, lineText, screenshot, lens } = workbench;
  // Nothing is offered, and nothing renamed, before the extension is at work.
  await lens(12, /^Send/);
  await cursorAt(workbench, 12);
  await press('Enter');
  await type('Conn');
  await offered(/^Connection/);
  await screenshot('language-completion');
  await press('Enter');
  await offered(/close/);
  await press('Enter');
  await lineText(13, /^Connection: close$/);
  await press('Enter');
  // Whether the editor closes the braces or not: it does so where it knows in time what they stand in.
  await type('X-Host: {{ho');
  await offered(/^host/);
  await screenshot('language-completion-variable');
  await press('Tab');
  await lineText(14, /^X-Host: \{\{host\}\}$/);
});

test('Enter after a value that is written to its end begins the next line', async () => {
  const folder = folderWith({ 'names.http': text });
  workbench = await openWorkbench({ folder, file: 'names.http' });
  const { page, type, press, lineText, lens } = workbench;
  await lens(12, /^Send/);
  await cursorAt(workbench, 12);
  await press('Enter');
  await type('Accept: application/json');
  // The list is at rest once nothing is left in it but what fits all that was typed.
  await eventually(
    page,
    'Offers',
    () => page.locator('.suggest-widget.visible .monaco-list-row').allInnerTexts(),
    (rows) => rows.length > 0 && rows.every((row) => row.includes('json')),
  );
  await press('Enter');
  await type('X-One: 1');
  await lineText(13, /^Accept: application\/json$/);
  await lineText(14, /^X-One: 1$/);
  // Words that merely stand somewhere else would take it just so.
  await press('Enter');
  await type('X-Two: appl');
  await press('Control+Space');
  await page.locator('.suggest-widget .message', { hasText: 'No suggestions' }).waitFor();
});

test('the value of a variable and the effect of a header are told', async () => {
  const folder = folderWith({
    'names.http': text.replace('Authorization', 'Connection: close\nAuthorization'),
  });
  workbench = await openWorkbench({ folder, file: 'names.http', theme: 'light' });
  const { press, runCommand, screenshot, lens } = workbench;
  await lens(6, /^Send/);
  await cursorAt(workbench, 1);
  await press('Home');
  await press('ArrowRight');
  await runCommand('Show or Focus Hover');
  await shown('Hover', '.monaco-hover:visible', /host[\s\S]*api\.test[\s\S]*this file/);
  await screenshot('language-hover');
  await press('Escape');
  await cursorAt(workbench, 13);
  await press('Home');
  await runCommand('Show or Focus Hover');
  await shown('Hover', '.monaco-hover:visible', /closes the connection after the answer/);
  await screenshot('language-hover-header');
});

test('a variable is renamed wherever it is used', async () => {
  const folder = folderWith({ 'names.http': text });
  workbench = await openWorkbench({ folder, file: 'names.http' });
  const { press, lineText, screenshot, page, lens } = workbench;
  await lens(6, /^Send/);
  await cursorAt(workbench, 1);
  await press('Home');
  await press('ArrowRight');
  await press('F2');
  // The box is there before it has the focus; until then what is typed goes into the file.
  const box = page.locator('.rename-box input:focus');
  await box.fill('base');
  await screenshot('language-rename');
  await press('Enter');
  await lineText(1, /^@base = api\.test$/);
  await lineText(12, /^GET https:\/\/\{\{base\}\}\/me$/);
});

test('the outline shows the requests', async () => {
  const folder = folderWith({ 'names.http': text });
  workbench = await openWorkbench({ folder, file: 'names.http' });
  await workbench.runCommand('Explorer: Focus on Outline View');
  await shown('Outline', '.outline-element', /Who am I/);
  await workbench.screenshot('language-outline');
});

test('a problem is repaired with its quick fix', async () => {
  const folder = folderWith({ 'names.http': 'GET https://{{base}}/\nAccept text/html\n' });
  workbench = await openWorkbench({ folder, file: 'names.http', theme: 'light' });
  const { page, press, problems, screenshot, lineText } = workbench;
  await problems(/base/);
  await cursorAt(workbench, 1);
  await press('Home');
  for (let at = 0; at < 15; at++) await press('ArrowRight');
  const define = page.locator('.action-widget .monaco-list-row', { hasText: "Define 'base' in" });
  await actUntil(
    page,
    'Quick fixes',
    () => press('Control+Period'),
    () => define.first().isVisible(),
  );
  await screenshot('language-quick-fix');
  await press('Enter');
  await lineText(1, /^@base = value$/);
  await workbench.type('api.test');
  await lineText(1, /^@base = api\.test$/);
});

test('a request in Markdown is coloured', async () => {
  const readme =
    '# Use it\n\n```http\n### One\nGET https://api.test/ HTTP/1.1\nAccept: a/b\n\n{ "a": 1 }\n```\n\nText after.\n';
  const folder = folderWith({ 'README.md': readme });
  workbench = await openWorkbench({ folder, file: 'README.md' });
  await workbench.lineText(5, /GET/);
  await coloured('GET');
  await workbench.screenshot('language-markdown');
});
