/**
 * Which connection serves a request, or why a new one must be opened, or that it must wait.
 * One pure decision, used by the send and by the forecast alike.
 */
import type { ClosedMemory } from './closedMemory.ts';
import type { Entries } from './entries.ts';
import { closedBecause, expiry, type Entry, type PoolLimits } from './entry.ts';
import { busy, opened } from './openedBecause.ts';
import { tellPassedOver, type PassedOver } from './passedOver.ts';
import type { ClosedBecause, OpenedBecause } from './reasons.ts';
import { match, type Want } from './want.ts';

/** How the request comes to the pool, beyond what it wants. */
export type Intent = {
  /** `# @fresh-connection`: no search at all (CURLOPT_FRESH_CONNECT). */
  readonly fresh: boolean;
  /** The connections it was sent on before, when it is sent again because they died or refused it. */
  readonly staleRetryOf: readonly number[];
  /** Limits of its own for the candidates it looks at; null leaves it to the pool. */
  readonly maxIdleMs: number | null;
  readonly maxLifetimeMs: number | null;
};

export type GivenUp = { readonly entry: Entry; readonly because: ClosedBecause };

/** `givenUp`: to be closed, whatever is decided. */
export type Choice = { readonly givenUp: readonly GivenUp[] } & (
  | { readonly kind: 'reuse'; readonly entry: Entry }
  | { readonly kind: 'open'; readonly because: OpenedBecause }
  | { readonly kind: 'wait' }
);

/** Changes nothing. `passedOver` is told of those to the same place that do not serve. */
export function choose(
  entries: Entries,
  memory: ClosedMemory,
  limits: PoolLimits,
  want: Want,
  intent: Intent,
  atMs: number,
  passedOver?: PassedOver,
): Choice {
  const search = searchFor(entries, limits, want, intent, atMs);
  const { found, givenUp } = search;
  if (passedOver !== undefined && !intent.fresh) {
    tellPassedOver(entries, want, intent.staleRetryOf, found, atMs, passedOver);
  }
  if (found !== null) return { kind: 'reuse', entry: found, givenUp };
  const room = makeRoom(entries, limits, want, atMs, new Set(givenUp.map(({ entry }) => entry)));
  if (room === null) return { kind: 'wait', givenUp };
  const because = reason(entries, memory, want, intent, search, atMs);
  return { kind: 'open', because, givenUp: [...givenUp, ...room] };
}

type Search = {
  readonly found: Entry | null;
  readonly givenUp: readonly GivenUp[];
};

/** Oldest-created first: the first that matches serves, as in libcurl. */
function searchFor(
  entries: Entries,
  limits: PoolLimits,
  want: Want,
  intent: Intent,
  atMs: number,
): Search {
  const givenUp: GivenUp[] = [];
  if (intent.fresh) return { found: null, givenUp };
  const ages = {
    maxIdleMs: intent.maxIdleMs ?? limits.maxIdleMs,
    maxLifetimeMs: intent.maxLifetimeMs ?? limits.maxLifetimeMs,
  };
  for (const entry of entries.candidates(want)) {
    if (!mayServe(entry, want, intent)) continue;
    if (entry.idleSinceMs === null) {
      if (canShare(entry, limits)) return { found: entry, givenUp };
      continue;
    }
    const because = expiry(entry, ages, atMs);
    if (because === null) return { found: entry, givenUp };
    givenUp.push({ entry, because });
  }
  return { found: null, givenUp };
}

function mayServe(entry: Entry, want: Want, { staleRetryOf }: Intent): boolean {
  // Whoever died or refused it is not asked again.
  if (entry.retired !== null || staleRetryOf.includes(entry.id)) return false;
  return match(entry, want) === 'same';
}

/** A busy connection takes one more request only when it multiplexes and has a stream left. */
function canShare(entry: Entry, limits: PoolLimits): boolean {
  if (entry.protocol !== 'h2' || entry.closesAfter) return false;
  const own = limits.maxConcurrentStreams > 0 ? limits.maxConcurrentStreams : Infinity;
  return entry.streams < Math.min(entry.maxStreams, own);
}

/**
 * Whom to give up so that one more may be opened; null when the request must wait.
 * The host's limit comes first, then the total, each by the one idle longest (`Curl_cpool_check_limits`).
 */
function makeRoom(
  entries: Entries,
  { maxConnectionsPerHost, maxConnections }: PoolLimits,
  want: Want,
  atMs: number,
  gone: ReadonlySet<Entry>,
): readonly GivenUp[] | null {
  const evicted: GivenUp[] = [];
  const leaving = new Set(gone);
  const evict = (entry: Entry, code: 'evicted-host-limit' | 'evicted-total-limit', max: number) => {
    leaving.add(entry);
    evicted.push({ entry, because: closedBecause(entry, code, atMs, max) });
  };
  if (maxConnectionsPerHost > 0) {
    const here = entries.sameDestination(want);
    const leavingHere = [...leaving].filter((entry) => here.has(entry)).length;
    if (here.size - leavingHere >= maxConnectionsPerHost) {
      const oldest = longestIdle(here, leaving);
      if (oldest === null) return null;
      evict(oldest, 'evicted-host-limit', maxConnectionsPerHost);
    }
  }
  if (maxConnections > 0 && entries.size - leaving.size >= maxConnections) {
    const oldest = firstOf(entries.idle(), leaving);
    if (oldest === null) return null;
    evict(oldest, 'evicted-total-limit', maxConnections);
  }
  return evicted;
}

function firstOf(idle: Iterable<Entry>, leaving: ReadonlySet<Entry>): Entry | null {
  for (const entry of idle) if (!leaving.has(entry)) return entry;
  return null;
}

function longestIdle(entries: Iterable<Entry>, leaving: ReadonlySet<Entry>): Entry | null {
  let longest: Entry | null = null;
  let sinceMs = Infinity;
  for (const entry of entries) {
    if (entry.idleSinceMs === null || entry.idleSinceMs >= sinceMs || leaving.has(entry)) continue;
    longest = entry;
    sinceMs = entry.idleSinceMs;
  }
  return longest;
}

/** The product's order of precedence. */
function reason(
  entries: Entries,
  memory: ClosedMemory,
  want: Want,
  intent: Intent,
  { givenUp }: Search,
  atMs: number,
): OpenedBecause {
  if (intent.fresh) return opened('fresh-connection');
  const died = intent.staleRetryOf.at(-1);
  if (died !== undefined) return opened('stale-retry', died);
  const full = firstFull(entries, want, intent);
  if (full !== null) return busy(full);
  const closed = givenUp.at(-1)?.because ?? memory.latestFor(want, atMs)?.closedBecause;
  return closed ?? difference(entries, want) ?? first(entries, memory, want, atMs);
}

/** The first that matches in full but serves as many as it can. */
function firstFull(entries: Entries, want: Want, intent: Intent): Entry | null {
  for (const entry of entries.serving(want)) {
    if (entry.idleSinceMs !== null || entry.closesAfter) continue;
    if (mayServe(entry, want, intent)) return entry;
  }
  return null;
}

/** What differs and is closed gives no reason, but a person who has just sent to that host would wonder. */
function first(entries: Entries, memory: ClosedMemory, want: Want, atMs: number): OpenedBecause {
  const because = opened('first-request');
  const closed = memory.latestOther(want, atMs);
  if (closed !== null) {
    const { id: connection, by } = closed;
    return { ...because, beside: { kind: 'closed', connection, difference: by } };
  }
  const other = entries.atOtherPort(want);
  if (other === null) return because;
  const { id: connection, want: at } = other;
  return { ...because, beside: { kind: 'other-port', connection, port: at.port } };
}

function difference(entries: Entries, want: Want): OpenedBecause | null {
  for (const entry of entries.sameOrigin(want)) {
    const found = match(entry, want);
    if (found !== 'same' && found !== 'elsewhere') return opened(found, entry.id);
  }
  return null;
}
