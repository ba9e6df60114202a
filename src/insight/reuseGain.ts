/** What reuse was measured to be worth, in numbers and words. */
import type { Exchange } from '../client/exchange.ts';
import type { Phase } from '../request/phases.ts';
import type { ReuseMeasurement } from '../run/measureReuse.ts';
import { count } from './count.ts';
import { duration, medianDuration } from './duration.ts';
import { handshakeMs } from './handshake.ts';
import { medianOf, spreadOf, type Spread } from './statistics.ts';

export type ReuseGain = {
  /** Milliseconds in all, of those that were what they were meant to be. */
  readonly cold: readonly number[];
  readonly warm: readonly number[];
  /** Null where there are no samples. */
  readonly coldSpread: Spread | null;
  readonly warmSpread: Spread | null;
  /** Medians over the cold ones; null for what did not happen. */
  readonly handshake: Readonly<Record<'dns' | 'tcp' | 'proxy' | 'tls', number | null>>;
  readonly handshakeMs: number | null;
  /** Of the cold ones, how many resumed a TLS session, which makes them cheaper. */
  readonly resumed: number;
  /** Warm ones for which the server left no connection open. */
  readonly notReused: number;
  readonly verdict: string;
};

/** Fewer pairs say nothing. */
const enough = 3;

/** Of all pairs of a cold and a warm one, so many must have the cold one slower. */
const clear = 0.75;

export function reuseGain({ cold, warm }: ReuseMeasurement): ReuseGain {
  const reused = warm.filter(isReused);
  const opened = cold.filter((exchange) => !isReused(exchange));
  const totals = { cold: opened.map(({ total }) => total), warm: reused.map(({ total }) => total) };
  const phase = (name: Phase): number | null =>
    medianOf(opened.flatMap(({ phases }) => phases[name] ?? []));
  const handshake = {
    dns: phase('dns'),
    tcp: phase('tcp'),
    proxy: phase('proxy'),
    tls: phase('tls'),
  };
  const numbers = {
    ...totals,
    coldSpread: spreadOf(totals.cold),
    warmSpread: spreadOf(totals.warm),
    handshake,
    handshakeMs: medianOf(opened.flatMap(({ phases }) => handshakeMs(phases) ?? [])),
    resumed: opened.filter(({ hops }) => hops.some((hop) => hop.connection?.tlsResumed === true))
      .length,
    notReused: warm.length - reused.length,
  };
  return { ...numbers, verdict: verdictOf(numbers, warm.length) };
}

/** Each of its hops on a connection that was there. */
function isReused({ hops }: Exchange): boolean {
  return hops.every(({ connection }) => connection?.reused === true);
}

function verdictOf(gain: Omit<ReuseGain, 'verdict'>, sent: number): string {
  const { cold, warm, coldSpread, warmSpread, notReused } = gain;
  if (coldSpread === null || sent < enough) return 'Too little was sent to tell';
  if (warmSpread === null || warm.length < enough) {
    return `Reuse saves nothing, for there is none: the server left no connection open after ${notReused} of ${count(sent, 'send')}`;
  }
  const savedMs = coldSpread.median - warmSpread.median;
  if (slowerShare(cold, warm) < clear) {
    return `No difference that could be told from the noise: ${short(coldSpread.median)} cold, ${short(warmSpread.median)} warm`;
  }
  const percent = Math.round((savedMs / coldSpread.median) * 100);
  const parts = handshakeParts(gain.handshake);
  return `Reuse saves ${short(savedMs)} of ${short(coldSpread.median)}, ${percent}%${parts === '' ? '' : `; ${parts}`}`;
}

/** Tenths where they are all there is. */
function short(ms: number): string {
  return ms < 10 ? medianDuration(ms) : duration(ms);
}

/** `DNS 3 · TCP 38 · TLS 80`: milliseconds. */
function handshakeParts({ dns, tcp, proxy, tls }: ReuseGain['handshake']): string {
  const named = [
    ['DNS', dns],
    ['TCP', tcp],
    ['proxy', proxy],
    ['TLS', tls],
  ] as const;
  return named
    .flatMap(([name, ms]) => (ms === null ? [] : `${name} ${ms < 1 ? '<1' : Math.round(ms)}`))
    .join(' · ');
}

/** How often a cold one is slower than a warm one, over all pairs of them: 0.5 is no difference. */
function slowerShare(cold: readonly number[], warm: readonly number[]): number {
  let slower = 0;
  for (const one of cold) {
    for (const other of warm) slower += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return slower / (cold.length * warm.length);
}
