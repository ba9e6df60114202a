/**
 * The pool: which connections there are, which serves a request, and why one is opened or closed.
 * It opens no socket and reads no clock: the caller says what happened and when (`atMs`),
 * and closes the connections that a call names.
 */
import { ClosedMemory } from './closedMemory.ts';
import { choose, type Intent } from './choose.ts';
import { closedBecause, expiresAtMs, expiry, type Entry, type PoolLimits } from './entry.ts';
import type { ClosedBecause, ClosedCode, OpenedBecause } from './reasons.ts';
import type { Endpoint, Forecast, PoolCounters, PoolSnapshot } from './snapshot.ts';
import { match, originOf, type Want } from './want.ts';

/** A connection that the pool has given up; the caller closes its socket. */
export type Closing = { readonly id: number; readonly because: ClosedBecause };

export type Acquired = { readonly closing: readonly Closing[] } & (
  | {
      readonly kind: 'reuse';
      readonly id: number;
      readonly requestsBefore: number;
      readonly idleMs: number;
    }
  | { readonly kind: 'open'; readonly id: number; readonly because: OpenedBecause }
);

/** What the opening of a connection took; null where the step did not happen. */
export type Handshake = {
  readonly dnsMs: number | null;
  readonly tlsMs: number | null;
  readonly totalMs: number;
};

const trustedMs = 1000;

export class ConnectionPool {
  readonly name: string;
  readonly #limits: PoolLimits;
  readonly #nextId: () => number;
  /** In the order of creation, which is the order of search. */
  readonly #entries = new Map<number, Entry>();
  readonly #memory = new ClosedMemory();
  #idleCount = 0;
  #counters: PoolCounters = {
    opened: 0,
    reused: 0,
    dnsLookups: 0,
    tlsHandshakes: 0,
    handshakeMs: 0,
  };

  constructor(name: string, limits: PoolLimits, nextId: () => number) {
    this.name = name;
    this.#limits = limits;
    this.#nextId = nextId;
  }

  /** Takes an idle connection for a request, or makes room for a new one in state `opening`. */
  acquire(want: Want, intent: Intent, closesAfter: boolean, atMs: number): Acquired {
    const choice = choose(this.#entries.values(), this.#memory, this.#limits, want, intent, atMs);
    const closing = choice.expired.map(({ entry, because }) => this.#remove(entry, because, atMs));
    if (choice.kind === 'reuse') {
      const { entry } = choice;
      const requestsBefore = entry.served;
      const idleMs = atMs - (entry.idleSinceMs ?? atMs);
      entry.state = 'busy';
      entry.idleSinceMs = null;
      entry.closesAfter = closesAfter;
      entry.served += 1;
      this.#idleCount -= 1;
      this.#counters = { ...this.#counters, reused: this.#counters.reused + 1 };
      return { kind: 'reuse', id: entry.id, requestsBefore, idleMs, closing };
    }
    const id = this.#nextId();
    this.#entries.set(id, {
      id,
      want,
      openedBecause: choice.because,
      openedAtMs: atMs,
      state: 'opening',
      idleSinceMs: null,
      served: 0,
      endpoint: null,
      closesAfter,
    });
    return { kind: 'open', id, because: choice.because, closing };
  }

  /** The connection stands and serves the request it was opened for. */
  opened(id: number, endpoint: Endpoint, handshake: Handshake): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.state = 'busy';
    entry.endpoint = endpoint;
    entry.served = 1;
    this.#counters = { ...this.#counters, opened: this.#counters.opened + 1 };
    this.#count(handshake);
  }

  /** The connection never stood: it leaves no memory behind, only its cost. */
  failedToOpen(id: number, handshake: Handshake): void {
    if (this.#entries.delete(id)) this.#count(handshake);
  }

  /** The connection has answered and is kept; whatever is too many is given up, oldest idle first. */
  released(id: number, atMs: number): readonly Closing[] {
    const entry = this.#entries.get(id);
    if (entry?.state !== 'busy') return [];
    entry.state = 'idle';
    entry.idleSinceMs = atMs;
    this.#idleCount += 1;
    const max = this.#limits.maxIdleConnections;
    if (max === 0 || this.#idleCount <= max) return [];
    const oldest = this.#oldestIdle();
    if (oldest === undefined) return [];
    return [this.#remove(oldest, closedBecause(oldest, 'evicted-pool-full', atMs, max), atMs)];
  }

  /** The connection is gone or must go, for this reason; null when it had gone before. */
  closed(
    id: number,
    code: ClosedCode,
    atMs: number,
    limit: number | null = null,
  ): ClosedBecause | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    return this.#remove(entry, closedBecause(entry, code, atMs, limit), atMs).because;
  }

  /** Gives up every idle connection that passed an age limit. */
  expire(atMs: number): readonly Closing[] {
    const closing: Closing[] = [];
    for (const entry of this.#entries.values()) {
      const because = expiry(entry, this.#limits, atMs);
      if (because !== null) closing.push(this.#remove(entry, because, atMs));
    }
    return closing;
  }

  /** When the next idle connection passes an age limit; Infinity with none. */
  nextExpiryMs(): number {
    let next = Infinity;
    for (const entry of this.#entries.values()) {
      next = Math.min(next, expiresAtMs(entry, this.#limits));
    }
    return next;
  }

  /**
   * Whether the connection that would serve has been idle for so long that it is looked at first.
   * As in libcurl (`Curl_cpool_find`, lib/conncache.c), one that was well less than a second ago is trusted.
   */
  needsHealthCheck(want: Want, atMs: number): boolean {
    for (const { want: has, idleSinceMs } of this.#entries.values()) {
      if (idleSinceMs !== null && match(has, want) === 'same')
        return atMs - idleSinceMs >= trustedMs;
    }
    return false;
  }

  /** What `acquire` would decide now; changes nothing. */
  forecast(want: Want, intent: Intent, atMs: number): Forecast {
    const choice = choose(this.#entries.values(), this.#memory, this.#limits, want, intent, atMs);
    if (choice.kind === 'open') return { kind: 'open', because: choice.because };
    const { entry } = choice;
    return {
      kind: 'reuse',
      connection: entry.id,
      requestsBefore: entry.served,
      idleMs: atMs - (entry.idleSinceMs ?? atMs),
      maxIdleMs: this.#limits.maxIdleMs,
    };
  }

  ids(): readonly number[] {
    return [...this.#entries.keys()];
  }

  snapshot(atMs: number): PoolSnapshot {
    return {
      name: this.name,
      nowMs: atMs,
      maxIdleMs: this.#limits.maxIdleMs,
      connections: [...this.#entries.values()].map((entry) => ({
        id: entry.id,
        origin: originOf(entry.want),
        state: entry.state,
        tlsVerified: entry.want.tls?.verify ?? null,
        openedBecause: entry.openedBecause,
        openedAtMs: entry.openedAtMs,
        idleSinceMs: entry.idleSinceMs,
        served: entry.served,
        endpoint: entry.endpoint,
      })),
      recentlyClosed: this.#memory.list(atMs).map((closed) => ({
        id: closed.id,
        origin: originOf(closed.want),
        closedBecause: closed.closedBecause,
        closedAtMs: closed.closedAtMs,
      })),
      counters: this.#counters,
    };
  }

  #oldestIdle(): Entry | undefined {
    let oldest: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (entry.idleSinceMs === null) continue;
      if (oldest?.idleSinceMs == null || entry.idleSinceMs < oldest.idleSinceMs) oldest = entry;
    }
    return oldest;
  }

  #remove(entry: Entry, because: ClosedBecause, atMs: number): Closing {
    this.#entries.delete(entry.id);
    if (entry.state === 'idle') this.#idleCount -= 1;
    this.#memory.add({ id: entry.id, want: entry.want, closedBecause: because, closedAtMs: atMs });
    return { id: entry.id, because };
  }

  #count({ dnsMs, tlsMs, totalMs }: Handshake): void {
    const { dnsLookups, tlsHandshakes, handshakeMs } = this.#counters;
    this.#counters = {
      ...this.#counters,
      dnsLookups: dnsLookups + (dnsMs === null ? 0 : 1),
      tlsHandshakes: tlsHandshakes + (tlsMs === null ? 0 : 1),
      handshakeMs: handshakeMs + totalMs,
    };
  }
}
