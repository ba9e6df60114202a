/**
 * The report as JSON; its metrics have OpenTelemetry's names and units (seconds, connections).
 * Of its attributes they have the origin and the state, and not method and status: what is asked here is which connections there were.
 */
import { round3 } from './duration.ts';
import type { Histogram } from './histogram.ts';
import type { ReuseCounts, ReuseReport } from './reuseReport.ts';
import {
  handshakeAt,
  savingAssumption,
  savingAt,
  savingInAll,
  type Saving,
} from './reuseSaving.ts';

export function reportJson(report: ReuseReport): object {
  const saving = savingInAll(report);
  return {
    type: 'report',
    exchanges: report.exchanges,
    failed: report.failed,
    ...countsJson(report, saving),
    savedIsWhole: saving.isWhole,
    savedAssumes: savingAssumption,
    origins: Array.from(report.origins, ([origin, counts]) => {
      const handshakeMs = handshakeAt(report, origin);
      return {
        origin,
        ...countsJson(counts, savingAt(report, origin, counts)),
        medianHandshakeMs: handshakeMs === null ? null : round3(handshakeMs),
        metrics: metrics(counts, attributesOf(origin)),
      };
    }),
    metrics: metrics(report, {}),
  };
}

/** `estimatedSavedMs` is 0 where nothing was saved, and null where it is not known. */
function countsJson(counts: ReuseCounts, saving: Saving): object {
  return {
    hops: counts.hops,
    failedHops: counts.failedHops,
    connectionsOpened: counts.opened,
    connectionsReused: counts.reused,
    openedBecause: Object.fromEntries(counts.openedBecause),
    closedBecause: Object.fromEntries(counts.closedBecause),
    dnsLookups: counts.dnsLookups,
    tlsHandshakes: counts.tlsHandshakes,
    tlsResumed: counts.tlsResumed,
    handshakeMs: round3(counts.handshakeMs),
    handshakesSpared: counts.spared,
    estimatedSavedMs:
      saving.kind === 'unmeasured' ? null : saving.kind === 'none' ? 0 : round3(saving.ms),
    totalMs: round3(counts.totalMs),
  };
}

type Attributes = Readonly<Record<string, string | number>>;

/** The origin in the words of the conventions. */
function attributesOf(origin: string): Attributes {
  const url = URL.parse(origin);
  if (url === null) return {};
  const scheme = url.protocol.slice(0, -1);
  return {
    'server.address': url.hostname.replace(/^\[|\]$/g, ''),
    'server.port': url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
    'url.scheme': scheme,
  };
}

function metrics(counts: ReuseCounts, attributes: Attributes): object {
  return {
    'http.client.open_connections': {
      unit: '{connection}',
      // All exchanges of a report are over.
      attributes: { ...attributes, 'http.connection.state': 'idle' },
      value: counts.open,
    },
    'http.client.connection.duration': histogramJson(counts.connectionSeconds, attributes),
    'http.client.request.duration': histogramJson(counts.requestSeconds, attributes),
  };
}

function histogramJson(histogram: Histogram, attributes: Attributes): object {
  const { count, sum, min, max, boundaries, counts } = histogram;
  return {
    unit: 's',
    attributes,
    count,
    sum: round6(sum),
    min: min === null ? null : round6(min),
    max: max === null ? null : round6(max),
    explicitBounds: boundaries,
    bucketCounts: counts,
  };
}

/** Microseconds. */
function round6(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
