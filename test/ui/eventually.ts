/** What is on the screen arrives late: ask until it is as expected. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { cache } from '../../scripts/paths.ts';

/** A machine with much else to do is slow, and no less right. */
export const limitMs = 60_000;

/** The first answer of `read` that `isExpected` accepts; throws with the last one, and a screenshot. */
export async function eventually<Value>(
  page: Page,
  what: string,
  read: () => Promise<Value>,
  isExpected: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (isExpected(value)) return value;
    if (Date.now() > deadline) {
      const path = join(cache, 'screenshots', `not-as-expected-${String(process.pid)}.png`);
      await page.screenshot({ path });
      throw new Error(`${what}: in the end it was ${JSON.stringify(value)} (see ${path})`);
    }
    await page.waitForTimeout(50);
  }
}

/**
 * Acts, and acts again after a while, until what must follow is there: on a busy machine a click or a key
 * is lost when the workbench draws anew under it. `act` must do no harm when it is done twice; each time
 * it is left twice as long to show what it does, for what is only slow would be disturbed by it again and again.
 */
export async function actUntil(
  page: Page,
  what: string,
  act: () => Promise<unknown>,
  hasFollowed: () => boolean | Promise<boolean>,
  firstPauseMs = 4000,
): Promise<void> {
  let next = 0;
  let pause = firstPauseMs;
  const step = async (): Promise<boolean> => {
    if (await hasFollowed()) return true;
    if (Date.now() < next) return false;
    await act();
    next = Date.now() + pause;
    pause *= 2;
    return hasFollowed();
  };
  await eventually(page, what, step, (isThere) => isThere);
}
