/** What the report says, as rows of text: the same for every kind of document. */
import { count } from './count.ts';
import { duration, fineDuration } from './duration.ts';
import { percent } from './percent.ts';
import type { ReuseCounts, ReuseReport } from './reuseReport.ts';
import {
  handshakeAt,
  savingAssumption,
  savingAt,
  savingInAll,
  type Saving,
} from './reuseSaving.ts';

export type Table = {
  readonly title: string;
  readonly head: readonly string[];
  /** The first cell of each names the row. */
  readonly rows: readonly (readonly string[])[];
};

/** `12 requests · 1 failed · 3 connections opened · reused 9 times, 75%`: exchanges, then connections. */
export function reportHeadline(report: ReuseReport): string {
  const used = report.opened + report.reused;
  const share = used === 0 ? '' : `, ${percent(report.reused, used)}`;
  return [
    count(report.exchanges, 'request'),
    ...(report.failed > 0 ? [`${report.failed} failed`] : []),
    `${count(report.opened, 'connection')} opened`,
    `reused ${count(report.reused, 'time')}${share}`,
  ].join(' · ');
}

export function reportTables(report: ReuseReport): readonly Table[] {
  const reasons = (title: string, counts: ReadonlyMap<string, number>): Table => ({
    title,
    head: ['Reason', 'Connections'],
    rows: [...counts].sort((a, b) => b[1] - a[1]).map(([code, amount]) => [code, String(amount)]),
  });
  const origins = Array.from(report.origins, (each) => originRow(report, each));
  return [
    { title: 'In all', head: ['What', 'How much'], rows: totals(report) },
    reasons('Opened because', report.openedBecause),
    reasons('Closed because', report.closedBecause),
    { title: 'By origin', head: originHead, rows: origins },
  ].filter(({ rows }) => rows.length > 0);
}

/** One idea a row; a hop is a leg of a request, such as a redirect. */
function totals(report: ReuseReport): readonly (readonly string[])[] {
  const { exchanges, failed, hops, opened, reused, dnsLookups } = report;
  const { tlsHandshakes, tlsResumed, totalMs } = report;
  const hasMoreHops = hops !== exchanges;
  return [
    ['Requests', String(exchanges)],
    ['Requests that failed', String(failed)],
    ...(hasMoreHops ? [['Hops, with redirects and retries', String(hops)]] : []),
    ['Connections opened', String(opened)],
    ['Times a connection was reused', String(reused)],
    ['DNS lookups', String(dnsLookups)],
    ['TLS handshakes', String(tlsHandshakes)],
    ...(tlsResumed > 0 ? [['TLS sessions resumed in them', String(tlsResumed)]] : []),
    ['Time of all requests', duration(totalMs)],
    ['Of it in handshakes', spent(report)],
    ['Saved by reuse, estimated', savingText(savingInAll(report))],
  ];
}

const originHead = [
  'Origin',
  'Hops',
  'Opened',
  'Reused',
  'DNS lookups',
  'TLS handshakes',
  'In handshakes',
  'Handshake, median',
  'Saved, estimated',
];

function originRow(
  report: ReuseReport,
  [origin, counts]: readonly [string, ReuseCounts],
): readonly string[] {
  const handshakeMs = handshakeAt(report, origin);
  return [
    origin,
    String(counts.hops),
    String(counts.opened),
    String(counts.reused),
    String(counts.dnsLookups),
    String(counts.tlsHandshakes),
    spent(counts),
    handshakeMs === null ? 'not measured' : fineDuration(handshakeMs),
    savingText(savingAt(report, origin, counts)),
  ];
}

function spent({ handshakeMs }: ReuseCounts): string {
  return handshakeMs === 0 ? '—' : duration(handshakeMs);
}

function savingText(saving: Saving & { readonly isWhole?: boolean }): string {
  if (saving.kind === 'none') return '—';
  if (saving.kind === 'unmeasured') return 'not measured';
  return `${saving.isWhole === false ? 'at least ' : ''}${duration(saving.ms)}`;
}

/** What one has to know of the numbers. */
export function reportNotes(report: ReuseReport): readonly string[] {
  const saving = savingInAll(report);
  if (saving.kind === 'none') return [];
  const missing =
    'Where connections had been opened before, no handshake was measured, and what their reuse saved is not known';
  return saving.isWhole ? [savingAssumption] : [savingAssumption, missing];
}
