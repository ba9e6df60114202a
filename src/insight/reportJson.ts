/** The report as JSON; its metrics have OpenTelemetry's names and units (seconds, connections). */
import { round3 } from './duration.ts';
import { boundaries, type Histogram } from './histogram.ts';
import { savedInAll, savedMs, type ReuseCounts, type ReuseReport } from './reuseReport.ts';

export function reportJson(report: ReuseReport): object {
  const saved = savedInAll(report);
  return {
    type: 'report',
    exchanges: report.exchanges,
    ...countsJson(report, saved.ms),
    savedIsWhole: saved.isWhole,
    origins: [...report.origins].map(([origin, counts]) => ({
      origin,
      ...countsJson(counts, savedMs(counts)),
      metrics: metrics(counts),
    })),
    metrics: metrics(report),
  };
}

function countsJson(counts: ReuseCounts, saved: number | null): object {
  return {
    hops: counts.hops,
    failed: counts.failed,
    connectionsOpened: counts.opened,
    connectionsReused: counts.reused,
    openedBecause: Object.fromEntries(counts.openedBecause),
    closedBecause: Object.fromEntries(counts.closedBecause),
    dnsLookups: counts.dnsLookups,
    tlsHandshakes: counts.tlsHandshakes,
    tlsResumed: counts.tlsResumed,
    handshakeMs: round3(counts.handshakeMs),
    estimatedSavedMs: saved === null ? null : round3(saved),
    totalMs: round3(counts.totalMs),
  };
}

function metrics(counts: ReuseCounts): object {
  return {
    'http.client.open_connections': { unit: '{connection}', value: counts.open },
    'http.client.connection.duration': histogramJson(counts.connectionSeconds),
    'http.client.request.duration': histogramJson(counts.requestSeconds),
  };
}

function histogramJson({ count, sum, min, max, counts }: Histogram): object {
  return {
    unit: 's',
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
