/** Copies a pool out into plain data. */
import type { ClosedMemory } from './closedMemory.ts';
import type { Entries } from './entries.ts';
import type { Entry, PoolLimits } from './entry.ts';
import type { ConnectionState, PoolCounters, PoolSnapshot } from './snapshot.ts';
import { originOf, proxyNameOf } from './want.ts';

export function poolSnapshot(
  name: string,
  entries: Entries,
  memory: ClosedMemory,
  limits: PoolLimits,
  counters: PoolCounters,
  atMs: number,
): PoolSnapshot {
  return {
    name,
    nowMs: atMs,
    maxIdleMs: limits.maxIdleMs,
    connections: Array.from(entries.all(), (entry) => ({
      id: entry.id,
      origin: originOf(entry.want),
      state: stateOf(entry),
      streams: entry.streams,
      maxStreams: entry.maxStreams,
      tlsVerified: entry.want.tls?.verify ?? null,
      proxy: proxyNameOf(entry.want),
      openedBecause: entry.openedBecause,
      openedAtMs: entry.openedAtMs,
      idleSinceMs: entry.idleSinceMs,
      served: entry.served,
      endpoint: entry.endpoint,
    })),
    recentlyClosed: memory.list(atMs).map((closed) => ({
      id: closed.id,
      origin: originOf(closed.want),
      closedBecause: closed.closedBecause,
      closedAtMs: closed.closedAtMs,
    })),
    counters,
  };
}

function stateOf(entry: Entry): ConnectionState {
  if (entry.endpoint === null) return 'opening';
  return entry.idleSinceMs === null ? 'busy' : 'idle';
}
