/** The lanes of a run's picture, in milliseconds: which hop lies where, before a pixel of it is placed. */
import { count } from './count.ts';
import { shortClosed } from './reasonText.ts';
import type { LaneHop, LaneHops } from './laneHops.ts';

export type PlacedHop = {
  readonly hop: LaneHop;
  /** Milliseconds from the start of the picture. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Streams that overlap lie one below the other, from 0. */
  readonly track: number;
};

export type Lane = {
  /** Null: hops that came to no connection. */
  readonly connection: number | null;
  readonly protocol: string;
  readonly host: string;
  /** In the order of time. */
  readonly hops: readonly PlacedHop[];
  readonly tracks: number;
  /** Null when it had been opened before. */
  readonly openedMs: number | null;
  readonly closed: Closing | null;
};

export type Closing = { readonly atMs: number; readonly text: string };

/** Exchanges are dated in whole milliseconds, so two that follow each other may seem to overlap by one. */
const skewMs = 1;

export function laneLayout({ kept, closedIdle }: LaneHops): readonly Lane[] {
  const first = kept.reduce((least, { fromMs }) => Math.min(least, fromMs), Infinity);
  const byConnection = Map.groupBy(kept, ({ connection }) => connection?.id ?? null);
  const lanes = Array.from(byConnection, ([id, hops]) => lane(id, hops, first, closedIdle));
  return lanes.sort((a, b) => orderOf(a) - orderOf(b));
}

/** Ids count up as connections are opened; hops without a connection last. */
function orderOf({ connection }: Lane): number {
  return connection ?? Infinity;
}

function lane(
  id: number | null,
  unsorted: readonly LaneHop[],
  first: number,
  closedIdle: LaneHops['closedIdle'],
): Lane {
  const sorted = unsorted.toSorted((a, b) => a.fromMs - b.fromMs);
  const protocol = sorted[0]?.connection?.protocol ?? '';
  const hops = place(sorted, first, id === null || protocol === 'h2');
  const opening = hops.find(({ hop }) => hop.connection?.reused === false);
  return {
    connection: id,
    protocol,
    host: hostsText(sorted),
    hops,
    tracks: hops.reduce((most, { track }) => Math.max(most, track + 1), 1),
    openedMs: opening?.fromMs ?? null,
    closed: closing(id, hops, closedIdle),
  };
}

/** A connection has one, but what came to none may have been on its way to many. */
function hostsText(hops: readonly LaneHop[]): string {
  const hosts = new Set(hops.map(({ host }) => host));
  return hosts.size > 1 ? count(hosts.size, 'host') : ([...hosts][0] ?? '');
}

/** In HTTP/1 one begins where the one before has ended; streams begin when they do. */
function place(hops: readonly LaneHop[], first: number, mayOverlap: boolean): readonly PlacedHop[] {
  /** By track, where its last hop ended: by its own dates, and where it is drawn. */
  const ends: { readonly datedMs: number; readonly drawnMs: number }[] = [];
  return hops.map((hop) => {
    const wanted = hop.fromMs - first;
    const length = hop.toMs - hop.fromMs;
    const free = mayOverlap ? ends.findIndex((end) => end.datedMs <= wanted + skewMs) : 0;
    const track = free === -1 ? ends.length : free;
    const fromMs = Math.max(wanted, ends[track]?.drawnMs ?? 0);
    ends[track] = { datedMs: wanted + length, drawnMs: fromMs + length };
    return { hop, fromMs, toMs: fromMs + length, track };
  });
}

function closing(
  id: number | null,
  hops: readonly PlacedHop[],
  closedIdle: LaneHops['closedIdle'],
): Closing | null {
  const end = hops.reduce((last, { toMs }) => Math.max(last, toMs), 0);
  const told = hops.findLast(({ hop }) => (hop.connection?.closedBecause ?? null) !== null);
  const because = told?.hop.connection?.closedBecause ?? null;
  if (because !== null) return { atMs: end, text: shortClosed(because) };
  const idle = id === null ? undefined : closedIdle.get(id);
  if (idle === undefined) return null;
  return { atMs: end + (idle.idleMs ?? 0), text: shortClosed(idle) };
}
