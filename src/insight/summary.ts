import type { Exchange } from '../client/exchange.ts';
import { count } from './count.ts';
import { duration, round3 } from './duration.ts';
import { handshakeMs } from './handshake.ts';

/** What a run comes to; connections and lookups count hops. */
export type Summary = {
  readonly sent: number;
  readonly failed: number;
  readonly connectionsOpened: number;
  readonly connectionsReused: number;
  readonly dnsLookups: number;
  readonly tlsHandshakes: number;
  readonly handshakeMs: number;
  readonly totalMs: number;
};

export const emptySummary: Summary = {
  sent: 0,
  failed: 0,
  connectionsOpened: 0,
  connectionsReused: 0,
  dnsLookups: 0,
  tlsHandshakes: 0,
  handshakeMs: 0,
  totalMs: 0,
};

/** The summary with one more exchange, so that a long run need not keep its exchanges. */
export function withExchange(summary: Summary, exchange: Exchange): Summary {
  const { hops } = exchange;
  return {
    sent: summary.sent + 1,
    failed: summary.failed + (exchange.failure === null ? 0 : 1),
    connectionsOpened:
      summary.connectionsOpened + countOf(hops, (h) => h.connection?.reused === false),
    connectionsReused:
      summary.connectionsReused + countOf(hops, (h) => h.connection?.reused === true),
    dnsLookups: summary.dnsLookups + countOf(hops, (h) => h.phases.dns !== null),
    tlsHandshakes: summary.tlsHandshakes + countOf(hops, (h) => h.phases.tls !== null),
    handshakeMs: summary.handshakeMs + (handshakeMs(exchange.phases) ?? 0),
    totalMs: summary.totalMs + exchange.total,
  };
}

/** The last line of `send --json`; `requests` are all that were chosen, sent or not. */
export function summaryJson(summary: Summary, notSent: number): object {
  return {
    type: 'summary',
    requests: summary.sent + notSent,
    failed: summary.failed,
    notSent,
    connectionsOpened: summary.connectionsOpened,
    connectionsReused: summary.connectionsReused,
    dnsLookups: summary.dnsLookups,
    tlsHandshakes: summary.tlsHandshakes,
    handshakeMs: round3(summary.handshakeMs),
    totalMs: round3(summary.totalMs),
  };
}

/** With `isParallel` the times are told to be sums, for the clock shows less. `7 sent · 1 failed · 3 connections opened · reused 4 times · handshakes 130 ms of 412 ms`. */
export function summaryText(summary: Summary, notSent: number, isParallel = false): string {
  const parts = [`${summary.sent} sent`];
  if (summary.failed > 0) parts.push(`${summary.failed} failed`);
  if (notSent > 0) parts.push(`${notSent} not sent`);
  parts.push(
    `${count(summary.connectionsOpened, 'connection')} opened`,
    `reused ${count(summary.connectionsReused, 'time')}`,
  );
  if (summary.sent > 0) {
    const sums = isParallel && summary.sent > 1 ? ' (sums over requests side by side)' : '';
    parts.push(
      `handshakes ${duration(summary.handshakeMs)} of ${duration(summary.totalMs)}${sums}`,
    );
  }
  return parts.join(' · ');
}

function countOf<T>(items: readonly T[], test: (item: T) => boolean): number {
  let amount = 0;
  for (const item of items) if (test(item)) amount += 1;
  return amount;
}
