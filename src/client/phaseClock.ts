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
  /** Milliseconds spent in a phase until it was last left; null when it did not happen. */
  readonly spent: (phase: Phase) => number | null;
  /** Ends the running phase; the clock stands still from then on. */
  readonly stop: () => { readonly phases: Phases; readonly total: number };
};

/** Starts in `queued`. `now` in milliseconds; whole microseconds are kept, so that sums are exact. */
export function startPhaseClock(now: () => number): PhaseClock {
  const read = (): number => Math.round(now() * 1000);
  const spent: Partial<Record<Phase, number>> = {};
  const startedAt = read();
  let phase: Phase = 'queued';
  let since = startedAt;
  const enter = (next: Phase): void => {
    const at = read();
    spent[phase] = (spent[phase] ?? 0) + at - since;
    since = at;
    phase = next;
  };
  return {
    get phase() {
      return phase;
    },
    enter,
    spent: (name) => inMs(spent[name]),
    stop: () => {
      enter(phase);
      return { phases: phasesOf((name) => inMs(spent[name])), total: (since - startedAt) / 1000 };
    },
  };
}

/** What the opening of a connection has taken, once its last step is over. */
export function handshakeOf({ spent }: PhaseClock): Handshake {
  const steps = [spent('dns'), spent('tcp'), spent('proxy'), spent('tls')];
  const totalMs = sumMs(steps.filter((ms) => ms !== null));
  return { dnsMs: spent('dns'), tlsMs: spent('tls'), totalMs };
}

export const noPhases: Phases = phasesOf(() => null);

/** Sums over the hops of an exchange; null only where no hop had the phase. */
export function sumPhases(all: readonly Phases[]): Phases {
  return phasesOf((name) => {
    const had = all.map((phases) => phases[name]).filter((ms) => ms !== null);
    return had.length === 0 ? null : sumMs(had);
  });
}

/** Adds milliseconds that are whole microseconds without the rounding errors of fractions. */
export function sumMs(values: readonly number[]): number {
  return values.reduce((sum, ms) => sum + Math.round(ms * 1000), 0) / 1000;
}

function phasesOf(value: (name: Phase) => number | null): Phases {
  const phases = {} as Record<Phase, number | null>;
  for (const name of phaseNames) phases[name] = value(name);
  return phases;
}

function inMs(micros: number | undefined): number | null {
  return micros === undefined ? null : micros / 1000;
}
