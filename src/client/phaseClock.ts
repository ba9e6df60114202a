/**
 * Times the phases of a hop. It is in exactly one phase at any moment,
 * so that phases are disjoint and add up to the total by construction.
 */
import type { Handshake } from '../pool/connectionPool.ts';
import { phaseNames, type Phase } from '../request/phases.ts';
import type { Phases } from './exchange.ts';

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

export type Timing = { readonly phases: Phases; readonly total: number };

/** Starts in `queued`. `now` in milliseconds; whole microseconds are kept, so that sums are exact. */
export function startPhaseClock(now: () => number, startedAtMs = now()): PhaseClock {
  return new PhaseClock(now, startedAtMs);
}

/** A class, for it is made with every send: what is in it costs less so than in closures. */
export class PhaseClock {
  readonly #now: () => number;
  readonly #startedAt: number;
  /** Whole microseconds. */
  readonly #spent: Record<Phase, number | null> = { ...noPhases };
  #phase: Phase = 'queued';
  #since: number;

  constructor(now: () => number, startedAtMs: number) {
    this.#now = now;
    this.#startedAt = Math.round(startedAtMs * 1000);
    this.#since = this.#startedAt;
  }

  get startedAtMs(): number {
    return this.#startedAt / 1000;
  }

  /** The phase that runs now. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Ends the running phase and begins this one; a phase may be entered more than once. */
  readonly enter = (next: Phase, atMs = this.#now()): void => {
    const at = Math.round(atMs * 1000);
    this.#spent[this.#phase] = (this.#spent[this.#phase] ?? 0) + at - this.#since;
    this.#since = at;
    this.#phase = next;
  };

  /** Milliseconds spent in a phase so far; null when it did not happen. */
  spent(name: Phase): number | null {
    if (name !== this.#phase) return inMs(this.#spent[name]);
    return inMs((this.#spent[name] ?? 0) + Math.round(this.#now() * 1000) - this.#since);
  }

  /** Ends the running phase; the clock stands still from then on. */
  stop(atMs = this.#now()): Timing {
    this.enter(this.#phase, atMs);
    const { queued, proxy, dns, tcp, tls, send, wait, download } = this.#spent;
    const phases = {
      queued: inMs(queued),
      proxy: inMs(proxy),
      dns: inMs(dns),
      tcp: inMs(tcp),
      tls: inMs(tls),
      send: inMs(send),
      wait: inMs(wait),
      download: inMs(download),
    };
    return { phases, total: (this.#since - this.#startedAt) / 1000 };
  }
}

/** What the opening of a connection has taken, once its last step is over. */
export function handshakeOf(clock: PhaseClock): Handshake {
  const [dnsMs, tlsMs] = [clock.spent('dns'), clock.spent('tls')];
  const steps = [dnsMs, clock.spent('tcp'), clock.spent('proxy'), tlsMs];
  return { dnsMs, tlsMs, totalMs: sumMs(steps.filter((ms) => ms !== null)) };
}

/** Sums over the hops of an exchange; a phase is null only where no hop had it. */
export function sumTimings(hops: readonly Timing[]): Timing {
  if (hops.length === 1 && hops[0] !== undefined) return hops[0];
  const phases: Record<Phase, number | null> = { ...noPhases };
  for (const name of phaseNames) {
    const had = hops.map((hop) => hop.phases[name]).filter((ms) => ms !== null);
    if (had.length > 0) phases[name] = sumMs(had);
  }
  return { phases, total: sumMs(hops.map(({ total }) => total)) };
}

/** Adds milliseconds that are whole microseconds without the rounding errors of fractions. */
export function sumMs(values: readonly number[]): number {
  return values.reduce((sum, ms) => sum + Math.round(ms * 1000), 0) / 1000;
}

function inMs(micros: number | null): number | null {
  return micros === null ? null : micros / 1000;
}
