import { setTimeout as delay } from 'node:timers/promises';

/** Waits for what must come true by itself, such as a FIN to arrive; throws when it does not within five seconds. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries === 1000) throw new Error(`Waited in vain until ${what}`);
    await delay(5);
  }
}
