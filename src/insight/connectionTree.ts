/** What the pools hold, as a tree to look at: pool → origin → connection, with what was closed lately. */
import type { ClosedSnapshot, ConnectionSnapshot, PoolSnapshot } from '../pool/snapshot.ts';
import { connectionDetails, closedDetails } from './connectionDetails.ts';
import { count } from './count.ts';
import { duration, wholeSeconds } from './duration.ts';
import { describePool } from './poolText.ts';
import { shortClosed } from './reasonText.ts';

/** One row. All texts are plain: whoever shows them escapes them. */
export type ConnectionNode = {
  readonly kind: 'pool' | 'origin' | 'connection' | 'closed-group' | 'closed';
  /** Stays the same as long as the row is about the same thing. */
  readonly key: string;
  readonly label: string;
  /** Beside the label, fainter. */
  readonly description: string;
  /** One line each, for the tooltip and for the clipboard. */
  readonly details: readonly string[];
  /** `opening`, `busy`, `idle`, `ageing` (little of its idle time is left) or `closed`; null for what holds others. */
  readonly state: NodeState | null;
  /** Null for what is no connection. */
  readonly connection: number | null;
  readonly children: readonly ConnectionNode[];
};

export type NodeState = 'opening' | 'busy' | 'idle' | 'ageing' | 'closed';

/** Pools that hold nothing and remember nothing are left out. */
export function connectionTree(pools: readonly PoolSnapshot[]): readonly ConnectionNode[] {
  return pools
    .filter(({ connections, recentlyClosed }) => connections.length + recentlyClosed.length > 0)
    .map((pool) => ({
      kind: 'pool',
      key: pool.name,
      label: pool.name,
      description: describePool(pool).text.replace(/^\S+ /, ''),
      details: describePool(pool).tooltip.split('\n'),
      state: null,
      connection: null,
      children: originsOf(pool),
    }));
}

function originsOf(pool: PoolSnapshot): readonly ConnectionNode[] {
  const { connections, recentlyClosed } = pool;
  const origins = new Set([...connections, ...recentlyClosed].map(({ origin }) => origin));
  const open = Map.groupBy(connections, ({ origin }) => origin);
  const closed = Map.groupBy(recentlyClosed, ({ origin }) => origin);
  return [...origins].map((origin) =>
    originNode(pool, origin, open.get(origin) ?? [], closed.get(origin) ?? []),
  );
}

function originNode(
  pool: PoolSnapshot,
  origin: string,
  open: readonly ConnectionSnapshot[],
  closed: readonly ClosedSnapshot[],
): ConnectionNode {
  const key = `${pool.name} ${origin}`;
  const served = open.reduce((sum, connection) => sum + connection.served, 0);
  const counts = [`${open.length} open`, ...(served > 0 ? [count(served, 'request')] : [])];
  return {
    kind: 'origin',
    key,
    label: origin,
    description: counts.join(' · '),
    details: [origin, ...counts],
    state: null,
    connection: null,
    children: [
      ...open.map((connection) => connectionNode(pool, connection)),
      ...(closed.length === 0 ? [] : [closedGroup(pool, key, closed)]),
    ],
  };
}

function connectionNode(pool: PoolSnapshot, connection: ConnectionSnapshot): ConnectionNode {
  const { id, served } = connection;
  return {
    kind: 'connection',
    key: `#${id}`,
    label: `#${id}`,
    description: [stateText(pool, connection), count(served, 'request')].join(' · '),
    details: connectionDetails(pool, connection),
    state: stateOf(pool, connection),
    connection: id,
    children: [],
  };
}

/** `idle 4 s of 118 s`, `in use`, `3 of 100 streams in use`, `opening`. */
function stateText(
  { nowMs, maxIdleMs }: PoolSnapshot,
  { state, idleSinceMs, streams, maxStreams, endpoint }: ConnectionSnapshot,
): string {
  if (idleSinceMs !== null) {
    const idle = `idle ${wholeSeconds(nowMs - idleSinceMs)}`;
    return maxIdleMs === 0 ? idle : `${idle} of ${wholeSeconds(maxIdleMs)}`;
  }
  if (state === 'opening') return 'opening';
  return endpoint?.protocol === 'h2' ? `${streams} of ${maxStreams} streams in use` : 'in use';
}

/** Of the time it may be idle; under it the row says that the end is near. */
const ageingShare = 0.1;

function stateOf(
  { nowMs, maxIdleMs }: PoolSnapshot,
  { state, idleSinceMs }: ConnectionSnapshot,
): NodeState {
  if (idleSinceMs === null) return state;
  const left = maxIdleMs - (nowMs - idleSinceMs);
  return maxIdleMs > 0 && left < maxIdleMs * ageingShare ? 'ageing' : 'idle';
}

function closedGroup(
  pool: PoolSnapshot,
  key: string,
  closed: readonly ClosedSnapshot[],
): ConnectionNode {
  return {
    kind: 'closed-group',
    key: `${key} closed`,
    label: 'recently closed',
    description: String(closed.length),
    details: [`${count(closed.length, 'connection')} closed within the last hour`],
    state: null,
    connection: null,
    children: closed.map((each) => ({
      kind: 'closed',
      key: `#${each.id}`,
      label: `#${each.id}`,
      description: `${shortClosed(each.closedBecause)} · ${duration(pool.nowMs - each.closedAtMs)} ago`,
      details: closedDetails(pool, each),
      state: 'closed',
      connection: each.id,
      children: [],
    })),
  };
}
