/**
 * The pool: which connections there are, which serves a request, and why one is opened or closed.
 * It opens no socket and reads no clock: the caller says what happened and when (`atMs`),
 * and closes the connections that a call names.
 */
import { choose, type Choice, type GivenUp, type Intent } from './choose.ts';
import { ClosedMemory } from './closedMemory.ts';
import { Entries } from './entries.ts';
import {
  closedBecause,
  expiry,
  idleEndMs,
  lifeEndMs,
  type Entry,
  type PoolLimits,
} from './entry.ts';
import type { PassedOver } from './passedOver.ts';
import type { ClosedBecause, ClosedCode, ClosingFacts, OpenedBecause } from './reasons.ts';
import { poolSnapshot } from './poolSnapshot.ts';
import type { Endpoint, Forecast, PoolSnapshot } from './snapshot.ts';
import { match, type Want } from './want.ts';

/** A connection that the pool has given up; the caller closes its socket. */
export type Closing = { readonly id: number; readonly because: ClosedBecause };

export type Acquired = { readonly closing: readonly Closing[] } & (
  | {
      readonly kind: 'reuse';
      readonly id: number;
      readonly requestsBefore: number;
      /** Null when it was not idle: it serves others at the same time. */
      readonly idleMs: number | null;
    }
  | { readonly kind: 'open'; readonly id: number; readonly because: OpenedBecause }
  /** A limit is reached and nothing is idle: ask again when a connection is released or closed. */
  | { readonly kind: 'wait' }
);

/** What the opening of a connection took; null where the step did not happen. */
export type Handshake = {
  readonly dnsMs: number | null;
  readonly tlsMs: number | null;
  readonly totalMs: number;
};

const none: readonly Closing[] = [];

export class ConnectionPool {
  readonly name: string;
  #limits: PoolLimits;
  readonly #nextId: () => number;
  readonly #entries = new Entries();
  readonly #memory = new ClosedMemory();
  readonly #counters = { opened: 0, reused: 0, dnsLookups: 0, tlsHandshakes: 0, handshakeMs: 0 };

  constructor(name: string, limits: PoolLimits, nextId: () => number) {
    this.name = name;
    this.#limits = limits;
    this.#nextId = nextId;
  }

  /** From now on; nothing is closed for it until a request or `expire` comes by. */
  setLimits(limits: PoolLimits): void {
    this.#limits = limits;
  }

  /** Takes a connection for a request, or makes room for a new one, or says that it must wait. */
  acquire(
    want: Want,
    intent: Intent,
    closesAfter: boolean,
    atMs: number,
    passedOver?: PassedOver,
  ): Acquired {
    const choice = this.#choose(want, intent, atMs, passedOver);
    const closing = this.#removeAll(choice.givenUp, atMs);
    if (choice.kind === 'wait') return { kind: 'wait', closing };
    if (choice.kind === 'reuse') {
      const { entry } = choice;
      const requestsBefore = entry.served;
      const idleMs = entry.idleSinceMs === null ? null : atMs - entry.idleSinceMs;
      this.#entries.markBusy(entry);
      entry.closesAfter = closesAfter;
      entry.streams += 1;
      entry.served += 1;
      this.#counters.reused += 1;
      return { kind: 'reuse', id: entry.id, requestsBefore, idleMs, closing };
    }
    const id = this.#nextId();
    this.#entries.add({
      id,
      want,
      openedBecause: choice.because,
      openedAtMs: atMs,
      endpoint: null,
      protocol: null,
      idleSinceMs: null,
      idleBefore: null,
      idleAfter: null,
      streams: 0,
      maxStreams: 1,
      served: 0,
      closesAfter,
      retired: null,
    });
    return { kind: 'open', id, because: choice.because, closing };
  }

  /** The connection stands and serves the request it was opened for; false when it was given up meanwhile. */
  opened(id: number, endpoint: Endpoint, handshake: Handshake): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    entry.endpoint = endpoint;
    entry.protocol = endpoint.protocol;
    // Until the server says how many, as libcurl assumes.
    if (endpoint.protocol === 'h2') {
      entry.maxStreams = 100;
      this.#entries.markOpen(entry);
    }
    entry.streams = 1;
    entry.served = 1;
    this.#counters.opened += 1;
    this.#count(handshake);
    return true;
  }

  /** The connection never stood: it leaves no memory behind, only its cost. */
  failedToOpen(id: number, handshake: Handshake): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.remove(entry);
    this.#count(handshake);
  }

  /** The server allows so many requests at once (SETTINGS_MAX_CONCURRENT_STREAMS). */
  setMaxStreams(id: number, maxStreams: number): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.maxStreams = maxStreams;
  }

  /** A request is answered and the connection is kept; what is too many is given up, oldest idle first. */
  released(id: number, atMs: number): readonly Closing[] {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.streams === 0) return none;
    entry.streams -= 1;
    if (entry.streams > 0) return none;
    if (entry.retired !== null) {
      return [
        this.#remove({ entry, because: closedBecause(entry, entry.retired, atMs, null) }, atMs),
      ];
    }
    this.#entries.markIdle(entry, atMs);
    const max = this.#limits.maxIdleConnections;
    if (max === 0 || this.#entries.idle().size <= max) return none;
    const oldest = this.#entries.idle().first;
    if (oldest === null) return none;
    const because = closedBecause(oldest, 'evicted-pool-full', atMs, max);
    return [this.#remove({ entry: oldest, because }, atMs)];
  }

  /** The connection is gone or must go, for this reason; null when it had gone before. */
  closed(
    id: number,
    code: ClosedCode,
    atMs: number,
    limit: number | null = null,
    facts: ClosingFacts = {},
  ): ClosedBecause | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    const because = { ...closedBecause(entry, code, atMs, limit), ...facts };
    return this.#remove({ entry, because }, atMs).because;
  }

  /** What is idle is given up now, what is in use after the requests it serves (as CURLMNWC_CLEAR_CONNS). */
  retireAll(code: ClosedCode, atMs: number): readonly Closing[] {
    const closing: Closing[] = [];
    for (const entry of [...this.#entries.all()]) {
      const because = closedBecause(entry, code, atMs, null);
      if (entry.idleSinceMs === null) entry.retired = code;
      else closing.push(this.#remove({ entry, because }, atMs));
    }
    return closing;
  }

  /** Gives up every idle connection that passed an age limit. */
  expire(atMs: number): readonly Closing[] {
    const expired = new Set<Entry>();
    // Those idle longest come first here and the oldest there, so the rest need not be looked at.
    for (const entry of this.#entries.idle()) {
      if (atMs <= idleEndMs(entry, this.#limits)) break;
      expired.add(entry);
    }
    for (const entry of this.#entries.all()) {
      if (atMs <= lifeEndMs(entry, this.#limits)) break;
      expired.add(entry);
    }
    const closing: Closing[] = [];
    for (const entry of expired) {
      const because = expiry(entry, this.#limits, atMs);
      if (because !== null) closing.push(this.#remove({ entry, because }, atMs));
    }
    return closing;
  }

  /** When a connection that is idle now may pass an age limit next: not later, seldom earlier; Infinity with none. */
  nextExpiryMs(atMs: number): number {
    const { first } = this.#entries.idle();
    if (first === null) return Infinity;
    const idleEnd = idleEndMs(first, this.#limits);
    for (const oldest of this.#entries.all()) {
      const lifeEnd = lifeEndMs(oldest, this.#limits);
      // Past it but in use: it is closed when it comes back.
      if (oldest.idleSinceMs !== null || lifeEnd >= atMs) return Math.min(idleEnd, lifeEnd);
    }
    return idleEnd;
  }

  /** Whether the connection that would serve has been idle for at least `trustedMs`: then it is looked at first. */
  needsHealthCheck(want: Want, trustedMs: number, atMs: number): boolean {
    for (const entry of this.#entries.candidates(want)) {
      const { idleSinceMs } = entry;
      if (idleSinceMs !== null && match(entry, want) === 'same') {
        return atMs - idleSinceMs >= trustedMs;
      }
    }
    return false;
  }

  /** What `acquire` would decide now; changes nothing. */
  forecast(want: Want, intent: Intent, atMs: number): Forecast {
    const choice = this.#choose(want, intent, atMs);
    if (choice.kind === 'wait') return { kind: 'wait' };
    if (choice.kind === 'open') return { kind: 'open', because: choice.because };
    const { entry } = choice;
    return {
      kind: 'reuse',
      connection: entry.id,
      requestsBefore: entry.served,
      idleMs: entry.idleSinceMs === null ? null : atMs - entry.idleSinceMs,
      maxIdleMs: intent.maxIdleMs ?? this.#limits.maxIdleMs,
    };
  }

  ids(): readonly number[] {
    return Array.from(this.#entries.all(), ({ id }) => id);
  }

  snapshot(atMs: number): PoolSnapshot {
    return poolSnapshot(
      this.name,
      this.#entries,
      this.#memory,
      this.#limits,
      { ...this.#counters },
      atMs,
    );
  }

  #choose(want: Want, intent: Intent, atMs: number, passedOver?: PassedOver): Choice {
    return choose(this.#entries, this.#memory, this.#limits, want, intent, atMs, passedOver);
  }

  #removeAll(givenUp: readonly GivenUp[], atMs: number): readonly Closing[] {
    return givenUp.length === 0 ? none : givenUp.map((each) => this.#remove(each, atMs));
  }

  #remove({ entry, because }: GivenUp, atMs: number): Closing {
    this.#entries.remove(entry);
    const { id, want, protocol } = entry;
    // What never stood could not have served: it explains nothing.
    if (protocol !== null) {
      this.#memory.add({ id, want, protocol, closedBecause: because, closedAtMs: atMs });
    }
    return { id, because };
  }

  #count({ dnsMs, tlsMs, totalMs }: Handshake): void {
    if (dnsMs !== null) this.#counters.dnsLookups += 1;
    if (tlsMs !== null) this.#counters.tlsHandshakes += 1;
    this.#counters.handshakeMs += totalMs;
  }
}
