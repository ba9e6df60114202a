/** Holds a webview to the rules of axe-core (WCAG 2.2 A and AA, and best practice) as it is on the screen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

import { eventually } from './eventually.ts';

type AxeResults = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly AxeNode[] }[];
  readonly passes: readonly unknown[];
};

type AxeNode = { readonly html: string; readonly failureSummary?: string };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The webview with `selector` in it has no fault that axe-core knows of. Nothing runs in our webviews,
 * axe-core neither: it looks at a copy of the page, which has its styles and theme colours in it.
 * What a server has sent stands in a frame of its own, which is not ours to mend and is left out;
 * so is what the Markdown preview of VS Code lacks around a text of ours.
 */
export async function assertAccessible(
  page: Page,
  selector: string,
  options: { readonly isMarkdown?: boolean } = {},
): Promise<void> {
  // Its colours come a moment after the window's, and another frame with its next text.
  await eventually(
    page,
    `Faults in ${selector}`,
    () =>
      faultsOf(page, selector, options.isMarkdown === true).catch((error: unknown) => [
        String(error),
      ]),
    (faults) => faults.length === 0,
  );
}

async function faultsOf(
  page: Page,
  selector: string,
  isMarkdown: boolean,
): Promise<readonly string[]> {
  const shown = await (await webviewWith(page, selector)).content();
  const copy = await page.context().newPage();
  try {
    await copy.setContent(shown.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, ''));
    const background = await copy.evaluate<string>(
      `getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background')`,
    );
    assert.notEqual(background, '', 'the colours of the theme came along');
    // What lies behind a webview that has no background of its own.
    await copy.evaluate(
      `document.documentElement.style.background = 'var(--vscode-editor-background)'`,
    );
    await copy.evaluate(axe);
    const { violations, passes } = await copy.evaluate<AxeResults>(
      `axe.run(document, { iframes: false, resultTypes: ['violations', 'passes'] })`,
    );
    const ours = violations.filter(({ id }) => !isMarkdown || !ofMarkdown.has(id));
    const faults = ours.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`,
      ),
    );
    assert.ok(passes.length > 10, `axe-core has looked at ${String(passes.length)} rules only`);
    return faults;
  } finally {
    await copy.close();
  }
}

const ofMarkdown = new Set(['document-title', 'html-has-lang', 'landmark-one-main', 'region']);

/** The frame of a webview's own page: VS Code puts it into two others. */
export async function webviewWith(page: Page, selector: string): Promise<Frame> {
  const find = async (): Promise<Frame | null> => {
    for (const frame of page.frames()) {
      // The one that is being loaded may be gone when it is asked.
      const isMeant = await frame
        .locator(selector)
        .first()
        .isVisible()
        .catch(() => false);
      if (isMeant && frame !== page.mainFrame()) return frame;
    }
    return null;
  };
  const frame = await eventually(page, `A webview with ${selector}`, find, (one) => one !== null);
  if (frame === null) throw new Error(`There is no webview with ${selector}`);
  return frame;
}
