/** The text editor: lines, lenses, annotations, hovers. */
import type { Page } from 'playwright-core';

import { actUntil, eventually } from './eventually.ts';

export type Editor = {
  /** The lens over a line: the text of each part, such as `['Send', 'reuses #3 · idle 4 s of 118 s']`. */
  lens(line: number, expected?: RegExp): Promise<readonly string[]>;
  clickLens(line: number, part: string): Promise<void>;
  /** What is written after a line. `expected` may be `/^$/` to wait until it is gone. */
  annotation(line: number, expected?: RegExp): Promise<string>;
  /** The annotation's colour and the editor's background, as `rgb(…)`. */
  annotationColours(line: number): Promise<{ readonly text: string; readonly background: string }>;
  /** Points at a line's text until the hover with `expected` in it shows. It stays until the mouse moves. */
  hover(line: number, expected?: RegExp): Promise<Hover>;
  /** The text of a line in the editor whose file name ends in `file`, by default the opened file. */
  lineText(line: number, expected?: RegExp, file?: string): Promise<string>;
  /** Puts the cursor at the end of a line. */
  goTo(line: number): Promise<void>;
  /** Types at the cursor, as the keyboard does. */
  type(text: string): Promise<void>;
  /** A key or a chord in playwright's words: `Control+Alt+KeyR`. */
  press(key: string): Promise<void>;
};

export type Hover = {
  readonly text: string;
  readonly rows: readonly (readonly string[])[];
  readonly links: readonly string[];
  /** Those that were drawn. */
  readonly pictures: number;
};

type Window = {
  readonly first: number;
  readonly last: number;
  readonly x: number;
  readonly y: number;
};

export function editorOn(page: Page, file: string): Editor {
  const probe = <Value>(name: string, ...args: readonly (string | number)[]): Promise<Value> =>
    page.evaluate<Value>(
      `keepaliveProbe.${name}(${args.map((argument) => JSON.stringify(argument)).join(', ')})`,
    );

  /** Scrolls until a line is on the screen, or there is nothing left to scroll. */
  const reveal = async (line: number, name: string): Promise<void> => {
    let before: Window | null = null;
    for (;;) {
      const window: Window | null = await probe('window', name);
      if (window === null || (line >= window.first && line <= window.last)) return;
      if (window.first === before?.first && window.last === before.last) return;
      before = window;
      await page.mouse.move(window.x, window.y);
      await page.mouse.wheel(0, line < window.first ? -200 : 200);
      await page.waitForTimeout(100);
    }
  };

  const ask = async <Value>(name: string, line: number, where = file): Promise<Value> => {
    await reveal(line, where);
    return probe(name, where, line);
  };

  /** False when it was not clicked: a lens that is made anew in between is another. */
  const tryLens = async (line: number, part: string): Promise<boolean> => {
    const name = await ask<string | null>('lensName', line);
    if (name === null) return false;
    const lens = page.locator(`.codelens-decoration[widgetid="${name}"]`);
    const link = lens.locator('a', { hasText: part }).first();
    return link.click({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
  };

  const place = async (line: number): Promise<{ readonly x: number; readonly y: number }> => {
    const found = await eventually(
      page,
      `Line ${String(line)} of ${file} on the screen`,
      () => ask<{ x: number; y: number } | null>('place', line),
      (value) => value !== null,
    );
    return found ?? { x: 0, y: 0 };
  };

  const readLens = (line: number): Promise<readonly string[]> => ask('lens', line);

  return {
    lens: (line, expected = /./) =>
      eventually(
        page,
        `Lens over line ${String(line)}`,
        () => readLens(line),
        (parts) => expected.test(parts.join(' | ')),
      ),

    async clickLens(line, part) {
      const what = `A click on ${part} over line ${String(line)}`;
      const click = (): Promise<boolean> => tryLens(line, part);
      await eventually(page, what, click, (isClicked) => isClicked);
    },

    async annotation(line, expected = /./) {
      const read = (): Promise<string | null> => ask('annotation', line);
      const what = `Annotation of line ${String(line)}`;
      return (await eventually(page, what, read, (text) => expected.test(text ?? ''))) ?? '';
    },

    async annotationColours(line) {
      const read = (): Promise<{ text: string; background: string } | null> => ask('colours', line);
      const what = `Colours of line ${String(line)}`;
      const colours = await eventually(page, what, read, (value) => value !== null);
      return colours ?? { text: '', background: '' };
    },

    async hover(line, expected = /./) {
      const point = async (): Promise<void> => {
        const { x, y } = await place(line);
        // The editor listens to movement: away first, then there in steps.
        await page.mouse.move(x, y + 200);
        await page.mouse.move(x, y, { steps: 4 });
      };
      const found: Hover[] = [];
      await actUntil(page, `Hover on line ${String(line)}`, point, async () => {
        const shown = await probe<Hover | null>('hover', expected.source);
        if (shown !== null) found.push(shown);
        return shown !== null;
      });
      return found[0] ?? { text: '', rows: [], links: [], pictures: 0 };
    },

    async lineText(line, expected = /./, name = file) {
      const read = (): Promise<string | null> => ask('text', line, name);
      const what = `Line ${String(line)} of ${name}`;
      return (await eventually(page, what, read, (text) => expected.test(text ?? ''))) ?? '';
    },

    async goTo(line) {
      const { x, y } = await place(line);
      await page.mouse.click(x, y);
      await page.keyboard.press('End');
    },

    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
  };
}
