/** What is on the screen arrives late: ask until it is as expected. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { cache } from '../../scripts/paths.ts';

/** The first answer of `read` that `isExpected` accepts; throws with the last one, and a screenshot. */
export async function eventually<Value>(
  page: Page,
  what: string,
  read: () => Promise<Value>,
  isExpected: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (isExpected(value)) return value;
    if (Date.now() > deadline) {
      const path = join(cache, 'screenshots', 'not-as-expected.png');
      await page.screenshot({ path });
      throw new Error(`${what}: in the end it was ${JSON.stringify(value)} (see ${path})`);
    }
    await page.waitForTimeout(50);
  }
}
