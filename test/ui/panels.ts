/** What surrounds the editor: command palette, status bar, Problems, notifications. */
import type { Page } from 'playwright-core';

import { actUntil, eventually } from './eventually.ts';

export type Panels = {
  /** Runs a command by its title in the palette, such as `Keepalive: Show Log`. */
  runCommand(title: string): Promise<void>;
  /** The same for a command that asks in the palette's place, which then does not go away. */
  beginCommand(title: string): Promise<void>;
  /** The titles that the palette offers for what is typed. */
  commandsOffered(typed: string): Promise<readonly string[]>;
  /** The text of the first status bar item that matches. */
  statusBar(expected: RegExp): Promise<string>;
  statusBarItems(): Promise<readonly string[]>;
  /** The rows of the Problems view, files included, when one of them matches. */
  problems(expected: RegExp): Promise<readonly string[]>;
  /** The rows of the Connections view, when one of them matches. */
  connections(expected: RegExp): Promise<readonly string[]>;
  /** All notifications, when one of them matches. */
  notifications(expected: RegExp): Promise<readonly string[]>;
};

export function panelsOn(page: Page): Panels {
  const textsOf = async (selector: string): Promise<string[]> => {
    const texts = await page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  };

  const palette = page.locator('.quick-input-widget');

  const ask = async (typed: string): Promise<void> => {
    const input = palette.locator('input[type=text]').first();
    // A key comes to nothing while the focus is on its way.
    await actUntil(
      page,
      'The palette',
      () => page.keyboard.press('F1'),
      async () => {
        const isShown = await input.isVisible();
        // Another list may be there yet.
        return (
          isShown && (await input.inputValue({ timeout: 1000 }).catch(() => '')).startsWith('>')
        );
      },
    );
    await input.fill(`>${typed}`);
  };

  /** Rows are used for other titles while the list is narrowed down: none is clicked before it is at rest. */
  const offersAtRest = (title: string): (() => Promise<boolean>) => {
    let before = '';
    return async () => {
      const rows = await textsOf('.quick-input-widget .monaco-list-row');
      const isAtRest = rows.join('\n') === before;
      before = rows.join('\n');
      return isAtRest && rows.some((row) => row.includes(title));
    };
  };

  const beginCommand: Panels['beginCommand'] = async (title) => {
    // What fits the editor is decided when the palette opens: one that opened too early is opened anew.
    const askAnew = async (): Promise<void> => {
      if (await palette.isVisible()) await page.keyboard.press('Escape');
      await ask(title);
    };
    await actUntil(page, `${title} in the palette`, askAnew, offersAtRest(title));
    await palette.locator('.monaco-list-row', { hasText: title }).first().click();
  };

  const runCommand: Panels['runCommand'] = async (title) => {
    await beginCommand(title);
    await palette.waitFor({ state: 'hidden' });
  };

  const whenOneMatches = async (what: string, selector: string, expected: RegExp) =>
    eventually(
      page,
      what,
      () => textsOf(selector),
      (texts) => texts.some((text) => expected.test(text)),
    );

  const statusItems = '.statusbar-item .statusbar-item-label';

  return {
    beginCommand,
    runCommand,

    async commandsOffered(typed) {
      await ask(typed);
      await eventually(page, `${typed} in the palette`, offersAtRest(typed.trim()), Boolean);
      const rows = '.quick-input-widget .monaco-list-row .label-name';
      const titles = await textsOf(rows);
      await page.keyboard.press('Escape');
      return titles;
    },

    statusBarItems: () => textsOf(statusItems),

    async statusBar(expected) {
      const items = await whenOneMatches('Status bar', statusItems, expected);
      return items.find((item) => expected.test(item)) ?? '';
    },

    async problems(expected) {
      await runCommand('Problems: Focus on Problems View');
      return whenOneMatches('Problems', '.markers-panel .monaco-list-row', expected);
    },

    connections: (expected) =>
      whenOneMatches('Connections', '.pane-body .monaco-list-row', expected),

    async notifications(expected) {
      // Under the test driver toasts go straight to the notification centre.
      await runCommand('Notifications: Show Notifications');
      return whenOneMatches('Notifications', '.notification-list-item-message', expected);
    },
  };
}
