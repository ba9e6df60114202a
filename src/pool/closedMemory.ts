/**
 * What a pool remembers of closed connections, to explain the next one that is opened:
 * the last 256, for an hour.
 */
import type { ClosedBecause, Difference } from './reasons.ts';
import { match, type Have, type Want } from './want.ts';

export type ClosedConnection = {
  readonly id: number;
  readonly want: Want;
  readonly protocol: Have['protocol'];
  readonly closedBecause: ClosedBecause;
  readonly closedAtMs: number;
};

const maxRemembered = 256;
const maxAgeMs = 3_600_000;

export class ClosedMemory {
  /** Oldest first. */
  readonly #closed: ClosedConnection[] = [];

  add(closed: ClosedConnection): void {
    this.#closed.push(closed);
    if (this.#closed.length > maxRemembered) this.#closed.shift();
  }

  /** The most recently closed connection that would have served `want`. */
  latestFor(want: Want, atMs: number): ClosedConnection | undefined {
    return this.#closed.findLast(
      (closed) => atMs - closed.closedAtMs <= maxAgeMs && match(closed, want) === 'same',
    );
  }

  /** The most recently closed connection to the same host and port that differed in something. */
  latestOther(want: Want, atMs: number): { readonly id: number; readonly by: Difference } | null {
    for (const closed of this.#closed.toReversed()) {
      if (atMs - closed.closedAtMs > maxAgeMs) break;
      const by = match(closed, want);
      if (by !== 'same' && by !== 'elsewhere') return { id: closed.id, by };
    }
    return null;
  }

  /** Newest first. */
  list(atMs: number): readonly ClosedConnection[] {
    return this.#closed.filter((closed) => atMs - closed.closedAtMs <= maxAgeMs).reverse();
  }
}
