/**
 * Times the phases of a hop. It is in exactly one phase at any moment,
 * so that phases are disjoint and add up to the total by construction.
 */
import type { Handshake } from '../pool/connectionPool.ts';
import { phaseNames, type Phase, type Phases } from './exchange.ts';

export type PhaseClock = {
  /** The phase that runs now. */
  readonly phase: Phase;
  /** Ends the running phase and begins this one; a phase may be entered more than once. */
  readonly enter: (phase: Phase) => void;
  /** Milliseconds spent in a phase so far; null when it did not happen. */
  readonly spent: (phase: Phase) => number | null;
  /** Ends the running phase; the clock stands still from then on. */
  readonly stop: () => { readonly phases: Phases; readonly total: number };
};

export const noPhases: Phases = {
  queued: null,
  proxy: null,
  dns: null,
  tcp: null,
  tls: null,
  send: null,
  wait: null,
  download: null,
};

/** Starts in `queued`. `now` in milliseconds; whole microseconds are kept, so that sums are exact. */
export function startPhaseClock(now: () => number): PhaseClock {
  // Whole microseconds; one shape for all clocks, for this runs with every send.
  const spent: Record<Phase, number | null> = { ...noPhases };
  const startedAt = Math.round(now() * 1000);
  let phase: Phase = 'queued';
  let since = startedAt;
  const enter = (next: Phase): void => {
    const at = Math.round(now() * 1000);
    spent[phase] = (spent[phase] ?? 0) + at - since;
    since = at;
    phase = next;
  };
  return {
    get phase() {
      return phase;
    },
    enter,
    spent: (name) =>
      inMs(name === phase ? (spent[name] ?? 0) + Math.round(now() * 1000) - since : spent[name]),
    stop: () => {
      enter(phase);
      for (const name of phaseNames) spent[name] = inMs(spent[name]);
      return { phases: spent, total: (since - startedAt) / 1000 };
    },
  };
}

/** What the opening of a connection has taken, once its last step is over. */
export function handshakeOf({ spent }: PhaseClock): Handshake {
  const steps = [spent('dns'), spent('tcp'), spent('proxy'), spent('tls')];
  const totalMs = sumMs(steps.filter((ms) => ms !== null));
  return { dnsMs: spent('dns'), tlsMs: spent('tls'), totalMs };
}

/** Sums over the hops of an exchange; null only where no hop had the phase. */
export function sumPhases(all: readonly Phases[]): Phases {
  const [only, ...more] = all;
  if (only !== undefined && more.length === 0) return only;
  const sums: Record<Phase, number | null> = { ...noPhases };
  for (const name of phaseNames) {
    const had = all.map((phases) => phases[name]).filter((ms) => ms !== null);
    if (had.length > 0) sums[name] = sumMs(had);
  }
  return sums;
}

/** Adds milliseconds that are whole microseconds without the rounding errors of fractions. */
export function sumMs(values: readonly number[]): number {
  return values.reduce((sum, ms) => sum + Math.round(ms * 1000), 0) / 1000;
}

function inMs(micros: number | null): number | null {
  return micros === null ? null : micros / 1000;
}
