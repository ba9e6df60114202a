/**
 * Which connection serves a request, or why a new one must be opened.
 * One pure decision, used by the send and by the forecast alike.
 */
import type { ClosedMemory } from './closedMemory.ts';
import { expiry, type Entry, type PoolLimits } from './entry.ts';
import type { ClosedBecause, OpenedBecause, OpenedCode } from './reasons.ts';
import { match, type Want } from './want.ts';

/** How the request comes to the pool, beyond what it wants. */
export type Intent = {
  /** `# @fresh-connection`: no search at all (CURLOPT_FRESH_CONNECT). */
  readonly fresh: boolean;
  /** The connection it was sent on before, when it is sent again because that one died; else null. */
  readonly staleRetryOf: number | null;
};

export type Choice = {
  /** Candidates that passed an age limit: to be closed, whatever is decided. */
  readonly expired: readonly { readonly entry: Entry; readonly because: ClosedBecause }[];
} & (
  | { readonly kind: 'reuse'; readonly entry: Entry }
  | { readonly kind: 'open'; readonly because: OpenedBecause }
);

/** Entries must come oldest-created first: the first that matches serves, as in libcurl. */
export function choose(
  entries: Iterable<Entry>,
  memory: ClosedMemory,
  limits: PoolLimits,
  want: Want,
  intent: Intent,
  atMs: number,
): Choice {
  if (intent.fresh) return { kind: 'open', because: opened('fresh-connection'), expired: [] };
  const expired: { entry: Entry; because: ClosedBecause }[] = [];
  let busy: Entry | undefined;
  let different: OpenedBecause | undefined;
  for (const entry of entries) {
    const found = match(entry.want, want);
    if (found === 'elsewhere') continue;
    if (found !== 'same') {
      different ??= opened(found, entry.id);
    } else if (entry.state !== 'idle') {
      if (!entry.closesAfter) busy ??= entry;
    } else {
      const because = expiry(entry, limits, atMs);
      if (because === null) return { kind: 'reuse', entry, expired };
      expired.push({ entry, because });
    }
  }
  const because =
    intent.staleRetryOf !== null
      ? opened('stale-retry', intent.staleRetryOf)
      : busy !== undefined
        ? opened('all-busy', busy.id)
        : (expired.at(-1)?.because ??
          memory.latestFor(want, atMs)?.closedBecause ??
          different ??
          opened('first-request'));
  return { kind: 'open', because, expired };
}

function opened(code: OpenedCode, connection: number | null = null): OpenedBecause {
  return { code, connection, served: null, idleMs: null, ageMs: null, limit: null };
}
