import type { PoolCounters, PoolSnapshot } from '../pool/snapshot.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';

/** The status bar item: `⇄ 2 open · 87% reused`, or `⇄ no connections` before anything was sent. */
export function describePool(snapshot: PoolSnapshot): {
  readonly text: string;
  readonly tooltip: string;
} {
  const { opened, reused } = snapshot.counters;
  const open = snapshot.connections.length;
  if (open === 0 && opened + reused === 0) {
    return { text: '⇄ no connections', tooltip: 'Nothing has been sent yet' };
  }
  const share = opened + reused === 0 ? '' : ` · ${percent(reused, opened + reused)} reused`;
  return { text: `⇄ ${open} open${share}`, tooltip: tooltip(snapshot) };
}

function tooltip({ connections, counters }: PoolSnapshot): string {
  const busy = connections.filter((connection) => connection.state === 'busy').length;
  const lines = [
    `${count(connections.length, 'connection')} open, ${busy} busy`,
    `${counters.opened} opened, reused ${count(counters.reused, 'time')}`,
    `${count(counters.dnsLookups, 'DNS lookup')}, ${count(counters.tlsHandshakes, 'TLS handshake')}`,
  ];
  const saved = savedMs(counters.handshakeMs, counters.opened, counters.reused);
  if (saved > 0) lines.push(`About ${duration(saved)} of handshakes saved`);
  return lines.join('\n');
}

/** All pools in one line, for the head of the Connections view; both are empty before anything was sent. */
export function describeCounters(pools: readonly PoolSnapshot[]): {
  readonly text: string;
  readonly tooltip: string;
} {
  const counters = pools.map((pool) => pool.counters);
  const sum = (of: (counts: PoolCounters) => number): number =>
    counters.reduce((total, counts) => total + of(counts), 0);
  const opened = sum((counts) => counts.opened);
  const reused = sum((counts) => counts.reused);
  if (opened + reused === 0) return { text: '', tooltip: '' };
  const open = pools.reduce((total, { connections }) => total + connections.length, 0);
  const handshakes = sum((counts) => counts.handshakeMs);
  const saved = savedMs(handshakes, opened, reused);
  const parts = [
    `${count(opened, 'connection')} created`,
    `${reused} reused`,
    count(
      sum((counts) => counts.dnsLookups),
      'DNS lookup',
    ),
    count(
      sum((counts) => counts.tlsHandshakes),
      'TLS handshake',
    ),
    ...(saved > 0 ? [`about ${duration(saved)} saved`] : []),
  ];
  return {
    text: `${open} open · ${percent(reused, opened + reused)} reused`,
    tooltip: parts.join(' · '),
  };
}

/** An estimate, and called one: each reuse saved what an average handshake of this pool took. */
function savedMs(handshakeMs: number, opened: number, reused: number): number {
  return opened === 0 ? 0 : (handshakeMs / opened) * reused;
}

/** 100% is kept for all of them, 0% for none. */
function percent(part: number, whole: number): string {
  const rounded = Math.round((part / whole) * 100);
  if (rounded === 100 && part < whole) return '99%';
  if (rounded === 0 && part > 0) return '1%';
  return `${rounded}%`;
}
