/** Which connections to the same place do not serve, and why: for whoever wants to know, as it walks over all of them. */
import type { Entries } from './entries.ts';
import { closedBecause, type Entry } from './entry.ts';
import { busy, opened } from './openedBecause.ts';
import type { OpenedBecause } from './reasons.ts';
import { match, type Want } from './want.ts';

/** Told of each one that was looked at before the one that serves; why, in the words for opening another. */
export type PassedOver = (because: OpenedBecause) => void;

export function tellPassedOver(
  entries: Entries,
  want: Want,
  staleRetryOf: readonly number[],
  found: Entry | null,
  atMs: number,
  tell: PassedOver,
): void {
  for (const entry of new Set([...entries.serving(want), ...entries.sameOrigin(want)])) {
    if (entry === found) return;
    const because = whyNot(entry, want, staleRetryOf, atMs);
    if (because !== null) tell(because);
  }
}

/** Null for one that would serve, were it not too old: its closing tells. */
function whyNot(
  entry: Entry,
  want: Want,
  staleRetryOf: readonly number[],
  atMs: number,
): OpenedBecause | null {
  if (staleRetryOf.includes(entry.id)) return opened('stale-retry', entry.id);
  if (entry.retired !== null) return closedBecause(entry, entry.retired, atMs, null);
  const found = match(entry, want);
  if (found === 'elsewhere') return null;
  if (found !== 'same') return opened(found, entry.id);
  return entry.idleSinceMs === null ? busy(entry) : null;
}
