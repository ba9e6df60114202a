/**
 * The stops of the sends that run, to be stopped together.
 * Not a `Set`: what comes and goes with every send makes its table anew again and again, and an old table
 * leads to the next, so that one which has grown old keeps all that came after it from being collected early.
 */
import type { StopSource } from '../transport/stop.ts';

export type Running = { readonly stop: StopSource; place: number };

export class RunningSends {
  readonly #all: Running[] = [];

  add(stop: StopSource): Running {
    const running = { stop, place: this.#all.length };
    this.#all.push(running);
    return running;
  }

  /** The last takes its place. */
  remove({ place }: Running): void {
    const last = this.#all.pop();
    if (last === undefined || place === this.#all.length) return;
    last.place = place;
    this.#all[place] = last;
  }

  stopAll(): void {
    for (const { stop } of this.#all) stop.stop('aborted');
  }
}
