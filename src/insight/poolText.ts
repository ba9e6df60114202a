import type { PoolCounters, PoolSnapshot } from '../pool/snapshot.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { percent } from './percent.ts';
import type { Saving } from './reuseSaving.ts';

/** The status bar item: `⇄ 2 open · 87% reused`, or `⇄ no connections` before anything was sent. */
export function describePool(
  snapshot: PoolSnapshot,
  saving: Saving | null = null,
): { readonly text: string; readonly tooltip: string } {
  const { opened, reused } = snapshot.counters;
  const open = snapshot.connections.length;
  if (open === 0 && opened + reused === 0) {
    return { text: '⇄ no connections', tooltip: 'Nothing has been sent yet' };
  }
  const share = opened + reused === 0 ? '' : ` · ${percent(reused, opened + reused)} reused`;
  return { text: `⇄ ${open} open${share}`, tooltip: tooltip(snapshot, saving) };
}

function tooltip({ connections, counters }: PoolSnapshot, saving: Saving | null): string {
  const busy = connections.filter((connection) => connection.state === 'busy').length;
  const lines = [
    `${count(connections.length, 'connection')} open, ${busy} busy`,
    `${counters.opened} opened, reused ${count(counters.reused, 'time')}`,
    `${count(counters.dnsLookups, 'DNS lookup')}, ${count(counters.tlsHandshakes, 'TLS handshake')}`,
  ];
  const saved = savedText(saving);
  if (saved !== null) lines.push(`About ${saved} of handshakes saved`);
  return lines.join('\n');
}

/** All pools in one line, for the head of the Connections view; both are empty before anything was sent. */
export function describeCounters(
  pools: readonly PoolSnapshot[],
  saving: Saving | null,
): { readonly text: string; readonly tooltip: string } {
  const sum = (of: (counts: PoolCounters) => number): number =>
    pools.reduce((total, { counters }) => total + of(counters), 0);
  const opened = sum((counts) => counts.opened);
  const reused = sum((counts) => counts.reused);
  if (opened + reused === 0) return { text: '', tooltip: '' };
  const open = pools.reduce((total, { connections }) => total + connections.length, 0);
  const saved = savedText(saving);
  const parts = [
    `${count(opened, 'connection')} created`,
    `reused ${count(reused, 'time')}`,
    count(
      sum((counts) => counts.dnsLookups),
      'DNS lookup',
    ),
    count(
      sum((counts) => counts.tlsHandshakes),
      'TLS handshake',
    ),
    ...(saved === null ? [] : [`about ${saved} saved`]),
  ];
  return {
    text: `${open} open · ${percent(reused, opened + reused)} reused`,
    tooltip: parts.join(' · '),
  };
}

/** Null where there is nothing to tell. */
function savedText(saving: Saving | null): string | null {
  return saving?.kind === 'estimated' && saving.ms > 0 ? duration(saving.ms) : null;
}
