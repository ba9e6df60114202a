/** When the pieces of a body came, for whoever watches it come. */
import type { OnChunk } from '../transport/connection.ts';
import type { Arrival } from './exchange.ts';

/** Of a body that goes on and on the first ones are enough to see its pace. */
const maxArrivals = 10_000;

export type Arrivals = { readonly onChunk: OnChunk; readonly list: readonly Arrival[] };

/** `sinceStart` gives milliseconds from the start of the exchange; `watcher` is told as well. */
export function createArrivals(sinceStart: () => number, watcher: Watcher): Arrivals {
  const list: Arrival[] = [];
  let lastHead: Parameters<OnChunk>[1] | null = null;
  return {
    list,
    onChunk: (chunk, head) => {
      // What came with a redirect or a challenge is not the body of the exchange.
      if (head !== lastHead) list.length = 0;
      lastHead = head;
      const arrival = { atMs: sinceStart(), bytes: chunk.length };
      if (list.length < maxArrivals) list.push(arrival);
      watcher(chunk, head, arrival);
    },
  };
}

/** `chunk` is as it is on the wire, with whatever coding the head names. */
export type Watcher = (chunk: Uint8Array, head: Parameters<OnChunk>[1], arrival: Arrival) => void;
