/** What the timing picture shows, row by row, before a pixel of it is placed. */
import type { Exchange, Hop } from '../client/exchange.ts';
import { phaseNames, type Phase } from '../request/phases.ts';
import { fineDuration } from './duration.ts';
import { maskUrl } from './maskUrl.ts';
import { printable } from './printable.ts';

export type Bar = {
  readonly phase: Phase;
  /** Milliseconds from the start of the first hop: what came before it is in no phase, nor in the total. */
  readonly fromMs: number;
  readonly toMs: number;
};

export type Row =
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'bars';
      readonly label: string;
      readonly bars: readonly Bar[];
      readonly value: string;
      readonly failed: boolean;
    };

export const phaseLabels: Readonly<Record<Phase, string>> = {
  queued: 'queued',
  proxy: 'proxy',
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  send: 'send',
  wait: 'wait',
  download: 'download',
};

/** Past this many hops each gets one row. */
const maxUnfolded = 3;
/** Past this many the middle is left out. */
const maxHops = 12;

export function waterfallRows(exchange: Exchange): readonly Row[] {
  const hops = fromFirst(exchange.hops);
  const [only] = hops;
  if (hops.length === 1 && only !== undefined) return phaseRows(only);
  if (hops.length <= maxUnfolded) {
    return hops.flatMap((hop) => [{ kind: 'heading', text: hopText(hop) }, ...phaseRows(hop)]);
  }
  if (hops.length <= maxHops) return hops.map(foldedRow);
  const left = hops.length - maxHops;
  return [
    ...hops.slice(0, maxHops - 1).map(foldedRow),
    { kind: 'heading', text: `… ${left} more …` },
    ...hops.slice(-1).map((hop) => foldedRow(hop, hops.length - 1)),
  ];
}

function fromFirst(hops: readonly Hop[]): readonly Hop[] {
  const startMs = hops[0]?.startedAtMs ?? 0;
  return hops.map((hop) => ({ ...hop, startedAtMs: hop.startedAtMs - startMs }));
}

/** `stale retry: GET /items, #4 new`. */
function hopText(hop: Hop): string {
  const connection = hop.connection;
  const on =
    connection === null ? '' : ` · #${connection.id} ${connection.reused ? 'reused' : 'new'}`;
  const status = hop.response === null ? '' : ` · ${hop.response.status}`;
  return `${causeText(hop)}${hop.method} ${shortUrl(hop.url)}${status}${on}`;
}

function causeText({ cause }: Hop): string {
  return cause === 'first' ? '' : `${cause.replace('-', ' ')}: `;
}

/** The path, for the picture is narrow; the hover's table has the whole URL. */
function shortUrl(url: string): string {
  const masked = printable(maskUrl(url));
  const path = masked.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
  return path.length > 28 ? `${path.slice(0, 27)}…` : path;
}

function phaseRows(hop: Hop): readonly Row[] {
  const bars = barsOf(hop);
  return bars.map((bar, index) => ({
    kind: 'bars',
    label: phaseLabels[bar.phase],
    bars: [bar],
    value: fineDuration(bar.toMs - bar.fromMs),
    failed: hop.failure !== null && index === bars.length - 1,
  }));
}

function foldedRow(hop: Hop, index: number): Row {
  return {
    kind: 'bars',
    label: `${index + 1} ${hop.cause.replace('-', ' ')}`,
    bars: barsOf(hop),
    value: fineDuration(hop.total),
    failed: hop.failure !== null,
  };
}

/** The phases that happened, end to end. */
function barsOf(hop: Hop): readonly Bar[] {
  const bars: Bar[] = [];
  let atMs = hop.startedAtMs;
  for (const phase of phaseNames) {
    const ms = hop.phases[phase];
    if (ms === null) continue;
    bars.push({ phase, fromMs: atMs, toMs: atMs + ms });
    atMs += ms;
  }
  return bars;
}
