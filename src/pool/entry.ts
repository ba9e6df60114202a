/** A connection as the pool keeps it. Only the pool changes one. */
import type { ClosedBecause, ClosedCode, OpenedBecause } from './reasons.ts';
import type { Endpoint } from './snapshot.ts';
import type { Have, Want } from './want.ts';

export type Entry = {
  readonly id: number;
  readonly want: Want;
  readonly openedBecause: OpenedBecause;
  readonly openedAtMs: number;
  /** Null until it stands. */
  endpoint: Endpoint | null;
  protocol: Have['protocol'];
  idleSinceMs: number | null;
  /** Its neighbours among the idle ones; the list keeps them. */
  idleBefore: Entry | null;
  idleAfter: Entry | null;
  /** Requests it serves now. */
  streams: number;
  /** How many it can serve at once: 1 for HTTP/1.1. */
  maxStreams: number;
  /** Requests it has begun to serve. */
  served: number;
  /** The request it serves asked for it to be closed afterwards. */
  closesAfter: boolean;
  /** Why it takes no more requests and is closed after what it serves; null while it serves on. */
  retired: ClosedCode | null;
};

/** Limits in milliseconds and counts; 0 is no limit. */
export type PoolLimits = {
  /** Connections kept idle; past it the one idle longest is closed. */
  readonly maxIdleConnections: number;
  readonly maxIdleMs: number;
  readonly maxLifetimeMs: number;
  readonly maxConnectionsPerHost: number;
  readonly maxConnections: number;
  /** Requests at once on one HTTP/2 connection, whatever its server allows. */
  readonly maxConcurrentStreams: number;
};

export type AgeLimits = Pick<PoolLimits, 'maxIdleMs' | 'maxLifetimeMs'>;

/** Which age limit an idle connection has passed (strictly, as libcurl compares), or null. */
export function expiry(entry: Entry, limits: AgeLimits, atMs: number): ClosedBecause | null {
  const { maxIdleMs, maxLifetimeMs } = limits;
  if (entry.idleSinceMs === null) return null;
  if (maxIdleMs > 0 && atMs - entry.idleSinceMs > maxIdleMs) {
    return closedBecause(entry, 'max-idle', atMs, maxIdleMs);
  }
  if (maxLifetimeMs > 0 && atMs - entry.openedAtMs > maxLifetimeMs) {
    return closedBecause(entry, 'max-lifetime', atMs, maxLifetimeMs);
  }
  return null;
}

/** When the entry has been idle too long; Infinity while it is in use. */
export function idleEndMs({ idleSinceMs }: Entry, { maxIdleMs }: AgeLimits): number {
  return idleSinceMs !== null && maxIdleMs > 0 ? idleSinceMs + maxIdleMs : Infinity;
}

/** When the entry is too old, in use or not. */
export function lifeEndMs({ openedAtMs }: Entry, { maxLifetimeMs }: AgeLimits): number {
  return maxLifetimeMs > 0 ? openedAtMs + maxLifetimeMs : Infinity;
}

export function closedBecause(
  entry: Entry,
  code: ClosedCode,
  atMs: number,
  limit: number | null,
): ClosedBecause {
  return {
    code,
    connection: entry.id,
    served: entry.served,
    idleMs: entry.idleSinceMs === null ? null : atMs - entry.idleSinceMs,
    ageMs: atMs - entry.openedAtMs,
    limit,
  };
}
