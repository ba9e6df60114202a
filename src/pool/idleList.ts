/**
 * The idle connections of a pool, the one idle longest first.
 * A list through the entries themselves: a `Set` of thousands is made anew again and again
 * when its last member leaves and comes back, as it does with every send.
 */
import type { Entry } from './entry.ts';

export class IdleList implements Iterable<Entry> {
  #first: Entry | null = null;
  #last: Entry | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Entry | null {
    return this.#first;
  }

  /** At the end; it must not be in the list. */
  add(entry: Entry): void {
    entry.idleBefore = this.#last;
    if (this.#last === null) this.#first = entry;
    else this.#last.idleAfter = entry;
    this.#last = entry;
    this.#size += 1;
  }

  /** It must be in the list. */
  remove(entry: Entry): void {
    const { idleBefore, idleAfter } = entry;
    if (idleBefore === null) this.#first = idleAfter;
    else idleBefore.idleAfter = idleAfter;
    if (idleAfter === null) this.#last = idleBefore;
    else idleAfter.idleBefore = idleBefore;
    entry.idleBefore = null;
    entry.idleAfter = null;
    this.#size -= 1;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let entry = this.#first; entry !== null; entry = entry.idleAfter) yield entry;
  }
}
