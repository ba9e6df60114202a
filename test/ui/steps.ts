/** What people do again and again in these tests, so that a busy machine loses none of it. */
import type { Locator, Page } from 'playwright-core';
import { actUntil } from './eventually.ts';
import type { Workbench } from './workbench.ts';

/** Puts the cursor at the end of a line of the file under test, and the focus there. */
export async function cursorAt(workbench: Workbench, line: number): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const items = await workbench.statusBarItems();
    const isAtLine = items.some((item) => item.startsWith(`Ln ${String(line)}, `));
    return isAtLine && (await focusedEditor(workbench.page)).endsWith('.http');
  };
  const what = `The cursor on line ${String(line)}`;
  await actUntil(workbench.page, what, () => workbench.goTo(line), isThere);
}

/** Sends the request on a line by its key. `received` is the server's own count. */
export async function sendAt(
  workbench: Workbench,
  line: number,
  received: () => number,
): Promise<void> {
  await sendBy(workbench.page, line, received, async () => {
    await cursorAt(workbench, line);
    await workbench.press('Control+Alt+KeyR');
  });
}

/** The same with a click on its lens. */
export async function clickSend(
  workbench: Workbench,
  line: number,
  received: () => number,
): Promise<void> {
  await sendBy(workbench.page, line, received, () => workbench.clickLens(line, 'Send'));
}

async function sendBy(
  page: Page,
  line: number,
  received: () => number,
  act: () => Promise<void>,
): Promise<void> {
  const before = received();
  const what = `A send from line ${String(line)}`;
  // What is sent twice changes what is said about connections: a slow send is waited for.
  await actUntil(page, what, act, () => received() > before, 15_000);
}

/** The URI of the editor that has the focus; empty when something else has it. */
export async function focusedEditor(page: Page): Promise<string> {
  const uri = await page.evaluate<string>(
    `document.activeElement?.closest('.monaco-editor')?.dataset.uri ?? ''`,
  );
  return decodeURIComponent(uri);
}

/** Whether a webview has the focus: what is typed goes into it. */
export function isWebviewFocused(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`document.activeElement?.tagName === 'IFRAME'`);
}

/**
 * A click for `actUntil`: given up soon when what is to be clicked is gone or covered.
 * Where the mouse rests a tooltip may stand, over what is to be clicked: it is taken away first.
 */
export async function tryClick(page: Page, target: Locator): Promise<void> {
  await page.mouse.move(1, 1);
  await target.click({ timeout: 2000 }).catch(() => {});
}

/** Enter for `actUntil`: a list that has just closed does not take it, and it would go into the file. */
export async function tryEnter(page: Page, input: Locator): Promise<void> {
  const isThere = (element: Element): boolean =>
    element === element.ownerDocument.activeElement && element.checkVisibility();
  if (await input.evaluate(isThere, undefined, { timeout: 2000 }).catch(() => false))
    await page.keyboard.press('Enter');
}
