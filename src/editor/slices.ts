import type { Steps } from '../request/steps.ts';

/** Less than what anybody notices while typing. */
const sliceMs = 10;

/** Does work between what else the extension host has to do. */
export async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  for (let restAt = performance.now() + sliceMs; ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() < restAt) continue;
    await new Promise((resolve) => setImmediate(resolve));
    restAt = performance.now() + sliceMs;
  }
}
