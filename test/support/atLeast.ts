import { setTimeout as delay } from 'node:timers/promises';

/** A timer counts from the start of its turn of the event loop, so it may fire early; this never does. */
export async function atLeast(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms === Infinity) return new Promise(() => undefined);
  const endsAt = performance.now() + ms;
  for (let left = ms; left > 0; left = endsAt - performance.now()) {
    await delay(Math.ceil(left), undefined, { signal });
  }
}
