import type { Exchange } from '../client/exchange.ts';
import { requestKey } from './responseTitle.ts';

/** The newest of `exchanges` that went before this one and is of the same request; null where there is none. */
export function previousOf(exchanges: readonly Exchange[], exchange: Exchange): Exchange | null {
  const key = requestKey(exchange);
  const isBefore = (other: Exchange): boolean =>
    other !== exchange && other.startedAt <= exchange.startedAt && requestKey(other) === key;
  // Of two of one millisecond the later one in the list counts.
  const [newest] = exchanges
    .filter(isBefore)
    .reverse()
    .toSorted((a, b) => b.startedAt - a.startedAt);
  return newest ?? null;
}
