/**
 * What a run, or any exchanges, came to: connections, reasons, handshakes, time spent and saved;
 * in all and for each origin. It is folded as exchanges end, so a long run need not keep them.
 */
import type { Exchange, Hop } from '../client/exchange.ts';
import { isClosedCode, type ClosedCode, type OpenedCode } from '../pool/reasons.ts';
import { handshakeMs } from './handshake.ts';
import {
  connectionBoundaries,
  createHistogram,
  record,
  requestBoundaries,
  type Histogram,
} from './histogram.ts';
import { maskedExchange } from './maskedExchange.ts';
import { withSample } from './profile/originProfile.ts';

export type ReuseCounts = {
  /** Each leg of an exchange counts. */
  hops: number;
  failedHops: number;
  opened: number;
  reused: number;
  readonly openedBecause: Map<OpenedCode, number>;
  readonly closedBecause: Map<ClosedCode, number>;
  dnsLookups: number;
  tlsHandshakes: number;
  tlsResumed: number;
  handshakeMs: number;
  totalMs: number;
  /** Opened and closed connections, as far as exchanges tell: what closed while idle shows with the next opening. */
  open: number;
  /** Milliseconds of the newest handshakes that led to a connection; see `reuseSaving.ts` for this and the next two. */
  handshakes: readonly number[];
  spared: number;
  sparedQueuedMs: number;
  /** Seconds, by OpenTelemetry's buckets. */
  readonly requestSeconds: Histogram;
  readonly connectionSeconds: Histogram;
};

export type ReuseReport = ReuseCounts & {
  exchanges: number;
  /** Exchanges: one that failed at first and was sent again with success is none. */
  failed: number;
  readonly origins: Map<string, ReuseCounts>;
  /** Origins by the ids of connections that may be open. */
  readonly live: Map<number, string>;
  /** Where the handshakes of connections were measured that were open before; null for nowhere. */
  readonly before: ReuseReport | null;
};

/** Past this many ids the oldest are forgotten: they count as open for ever. */
const maxLive = 10_000;

const maxHandshakes = 100;

export function createReuseReport(before: ReuseReport | null = null): ReuseReport {
  const counts = createCounts();
  return { ...counts, exchanges: 0, failed: 0, origins: new Map(), live: new Map(), before };
}

/** Adds to the report: exchanges come by the hundred thousand, and a copy each time would be felt. */
export function addExchange(report: ReuseReport, original: Exchange): void {
  const exchange = maskedExchange(original);
  report.exchanges += 1;
  if (exchange.failure !== null) report.failed += 1;
  const visited = new Set<string>();
  for (const hop of exchange.hops) {
    const origin = originOf(hop.url);
    addHop(report, hop, origin, !visited.has(origin));
    if (hop.connection !== null) visited.add(origin);
  }
}

function addHop(report: ReuseReport, hop: Hop, origin: string, isFirst: boolean): void {
  const counts = report.origins.get(origin) ?? createCounts();
  report.origins.set(origin, counts);
  for (const each of [report, counts]) addToCounts(each, hop, isFirst);
  const { connection } = hop;
  if (connection === null) return;
  if (!connection.reused) {
    report.live.set(connection.id, origin);
    const [oldest] = report.live.keys();
    if (report.live.size > maxLive && oldest !== undefined) report.live.delete(oldest);
    for (const each of [report, counts]) each.open += 1;
    const { openedBecause } = connection;
    // It closed while nobody used it, which only shows now.
    if (openedBecause !== null && isClosedCode(openedBecause.code)) {
      addClosed(report, openedBecause.connection, openedBecause.code, openedBecause.ageMs);
    }
  }
  const { closedBecause } = connection;
  if (closedBecause !== null) {
    addClosed(report, connection.id, closedBecause.code, closedBecause.ageMs);
  }
}

/** `isFirst` of its exchange at this origin. */
function addToCounts(counts: ReuseCounts, hop: Hop, isFirst: boolean): void {
  const { connection, phases } = hop;
  counts.hops += 1;
  counts.totalMs += hop.total;
  record(counts.requestSeconds, hop.total / 1000);
  if (hop.failure !== null) counts.failedHops += 1;
  if (phases.dns !== null) counts.dnsLookups += 1;
  if (phases.tls !== null) counts.tlsHandshakes += 1;
  const handshake = handshakeMs(phases);
  counts.handshakeMs += handshake ?? 0;
  if (connection === null) return;
  if (connection.reused) {
    counts.reused += 1;
    if (isFirst) {
      counts.spared += 1;
      counts.sparedQueuedMs += phases.queued ?? 0;
    }
    return;
  }
  counts.opened += 1;
  if (connection.tlsResumed === true) counts.tlsResumed += 1;
  if (connection.openedBecause !== null) {
    increase(counts.openedBecause, connection.openedBecause.code);
  }
  if (handshake === null) return;
  counts.handshakes = withSample(counts.handshakes, handshake, maxHandshakes);
}

/** Each connection closes once, however many tell of it. */
function addClosed(
  report: ReuseReport,
  id: number | null,
  code: ClosedCode,
  ageMs: number | null,
): void {
  const origin = id === null ? undefined : report.live.get(id);
  if (id === null || origin === undefined) return;
  report.live.delete(id);
  const counts = report.origins.get(origin);
  for (const each of counts === undefined ? [report] : [report, counts]) {
    each.open -= 1;
    increase(each.closedBecause, code);
    if (ageMs !== null) record(each.connectionSeconds, ageMs / 1000);
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `https://api.test`; without user information. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function createCounts(): ReuseCounts {
  return {
    hops: 0,
    failedHops: 0,
    opened: 0,
    reused: 0,
    openedBecause: new Map(),
    closedBecause: new Map(),
    dnsLookups: 0,
    tlsHandshakes: 0,
    tlsResumed: 0,
    handshakeMs: 0,
    totalMs: 0,
    open: 0,
    handshakes: [],
    spared: 0,
    sparedQueuedMs: 0,
    requestSeconds: createHistogram(requestBoundaries),
    connectionSeconds: createHistogram(connectionBoundaries),
  };
}
