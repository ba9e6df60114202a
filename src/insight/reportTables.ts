/** What the report says, as rows of text: the same for every kind of document. */
import { count } from './count.ts';
import { duration } from './duration.ts';
import { savedInAll, savedMs, type ReuseCounts, type ReuseReport } from './reuseReport.ts';

export type Table = {
  readonly title: string;
  readonly head: readonly string[];
  /** The first cell of each names the row. */
  readonly rows: readonly (readonly string[])[];
};

/** `12 requests · 3 connections opened · 9 reused · 75% reused`. */
export function reportHeadline(report: ReuseReport): string {
  const used = report.opened + report.reused;
  const parts = [
    count(report.exchanges, 'request'),
    `${count(report.opened, 'connection')} opened`,
    `${report.reused} reused`,
  ];
  if (used > 0) parts.push(`${percentOf(report.reused, used)}% reused`);
  if (report.failed > 0) parts.push(`${report.failed} failed`);
  return parts.join(' · ');
}

/** All and none are said of all and none only. */
function percentOf(part: number, whole: number): number {
  if (part === 0 || part === whole) return part === 0 ? 0 : 100;
  return Math.min(Math.max(Math.round((part / whole) * 100), 1), 99);
}

export function reportTables(report: ReuseReport): readonly Table[] {
  const reasons = (title: string, counts: ReadonlyMap<string, number>): Table => ({
    title,
    head: ['Reason', 'Connections'],
    rows: [...counts].sort((a, b) => b[1] - a[1]).map(([code, amount]) => [code, String(amount)]),
  });
  return [
    { title: 'In all', head: ['What', 'How much'], rows: totals(report) },
    { title: 'By origin', head: originHead, rows: [...report.origins].map(originRow) },
    reasons('Opened because', report.openedBecause),
    reasons('Closed because', report.closedBecause),
  ].filter(({ rows }) => rows.length > 0);
}

function totals(report: ReuseReport): readonly (readonly string[])[] {
  const { ms, isWhole } = savedInAll(report);
  return [
    ['Requests', hopsText(report)],
    ['Failed', String(report.failed)],
    ['Connections opened', String(report.opened)],
    ['Requests on a reused connection', String(report.reused)],
    ['DNS lookups', String(report.dnsLookups)],
    ['TLS handshakes', tlsText(report)],
    ['Time in handshakes', `${duration(report.handshakeMs)} of ${duration(report.totalMs)}`],
    [
      'Saved by reuse, estimated',
      ms === null ? '—' : `${isWhole ? '' : 'at least '}${duration(ms)}`,
    ],
  ];
}

const originHead = [
  'Origin',
  'Requests',
  'Opened',
  'Reused',
  'DNS lookups',
  'TLS handshakes',
  'In handshakes',
  'Saved, estimated',
];

function originRow([origin, counts]: readonly [string, ReuseCounts]): readonly string[] {
  const saved = savedMs(counts);
  return [
    origin,
    String(counts.hops),
    String(counts.opened),
    String(counts.reused),
    String(counts.dnsLookups),
    tlsText(counts),
    counts.handshakeMs === 0 ? '—' : duration(counts.handshakeMs),
    saved === null ? '—' : duration(saved),
  ];
}

function hopsText({ exchanges, hops }: ReuseReport): string {
  return hops === exchanges ? String(exchanges) : `${exchanges}, in ${count(hops, 'hop')}`;
}

function tlsText({ tlsHandshakes, tlsResumed }: ReuseCounts): string {
  return tlsResumed === 0 ? String(tlsHandshakes) : `${tlsHandshakes}, ${tlsResumed} resumed`;
}
