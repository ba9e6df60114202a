/** What people choose, and take along: buttons, entries of menus, rows of lists, names of files, the clipboard. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { actUntil, eventually } from './eventually.ts';
import { tryClick, tryEnter } from './steps.ts';

/** One that is an icon with a name. */
export function button(page: Page, name: string): Locator {
  return page.locator(`.action-label[aria-label^="${name}"]`).first();
}

/** An entry of the menu that a click of that kind on a place opens. */
export async function chooseFrom(
  page: Page,
  place: Locator,
  name: string | RegExp,
  kind: 'left' | 'right' = 'right',
): Promise<void> {
  const entry = page.getByRole('menuitem', { name }).first();
  await actUntil(
    page,
    `The menu with ${String(name)}`,
    () => place.click({ button: kind, timeout: 2000 }).catch(() => {}),
    () => entry.isVisible(),
  );
  // A menu that has only just opened may not listen yet.
  const take = (): Promise<void> => tryClick(page, entry);
  await actUntil(page, `${String(name)} taken from the menu`, take, () => entry.isHidden());
}

/** A row of a list in the palette's place. */
export function row(page: Page, text: string): Locator {
  return page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
}

/** What asks with such a list is given that answer. */
export async function pick(page: Page, text: string, ask: () => Promise<unknown>): Promise<void> {
  await actUntil(page, `The list with ${text}`, ask, () => row(page, text).isVisible());
  await tryClick(page, row(page, text));
}

/** Where a file is asked for, the one that is offered: `name` in `folder`, until it has that content. */
export async function takeOffered(
  page: Page,
  folder: string,
  name: string,
  content: RegExp,
): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]').first();
  const offered = join(folder, name);
  await eventually(
    page,
    'The name offered',
    () => input.inputValue({ timeout: 2000 }).catch(() => ''),
    (value) => value === offered,
  );
  const isWritten = (): boolean =>
    existsSync(offered) && content.test(readFileSync(offered, 'utf8'));
  await actUntil(page, name, () => tryEnter(page, input), isWritten);
  await input.waitFor({ state: 'hidden' });
}

/** The clipboard has that in the end; the page must be allowed to read it. */
export async function copied(page: Page, expected: RegExp): Promise<void> {
  const read = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
  await eventually(page, 'What is copied', read, (text) => expected.test(text));
}

/** The one in front, which is that. */
export async function closeEditor(page: Page, selector: string): Promise<void> {
  const isGone = async (): Promise<boolean> => (await page.locator(selector).count()) === 0;
  await actUntil(page, `No ${selector}`, () => page.keyboard.press('Control+KeyW'), isGone);
}
