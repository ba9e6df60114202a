/**
 * The open connections of a client: the pool's decisions joined to the sockets they are about.
 * Whatever the pool gives up is closed here, and whatever a server ends is told to the pool.
 */
import type { Acquired, Closing, ConnectionPool, Handshake } from '../pool/connectionPool.ts';
import type { Intent } from '../pool/choose.ts';
import type { PassedOver } from '../pool/passedOver.ts';
import type { PoolLimits } from '../pool/entry.ts';
import type { ClosedBecause, ClosedCode, ClosingFacts } from '../pool/reasons.ts';
import { originOf, type Want } from '../pool/want.ts';
import type { Connection } from '../transport/connection.ts';
import type { Stop } from '../transport/stop.ts';
import type { Trace } from './trace.ts';

/** A connection that stands; `closedBecause` is set when it is closed, in use or not. */
export type Held = { readonly connection: Connection; closedBecause: ClosedBecause | null };

/** What a request asks of the pool. */
export type Order = {
  readonly want: Want;
  readonly intent: Intent;
  readonly closesAfter: boolean;
  readonly trace: Trace | undefined;
};

/** A connection to send on, or the id of one to open. */
export type Ready = Exclude<Acquired, { readonly kind: 'wait' }>;

type Waiter = { readonly order: Order; readonly resolve: (ready: Ready | null) => void };

export class Connections {
  readonly pool: ConnectionPool;
  readonly #now: () => number;
  readonly #changed: () => void;
  /** Told of what no request in flight is the cause of. */
  readonly #trace: Trace | undefined;
  readonly #held = new Map<number, Held>();
  /** First come, first served. */
  readonly #waiting = new Set<Waiter>();
  #expiry: NodeJS.Timeout | undefined;

  constructor(pool: ConnectionPool, now: () => number, changed: () => void, trace?: Trace) {
    this.pool = pool;
    this.#now = now;
    this.#changed = changed;
    this.#trace = trace;
  }

  /** Null when a limit is reached and nothing is idle: then `wait`. */
  acquire(order: Order, atMs: number): Ready | null {
    const { trace } = order;
    if (trace === undefined) return this.#tryAcquire(order, atMs);
    return this.#tryAcquire(order, atMs, (because) => {
      trace({ kind: 'passed-over', because });
    });
  }

  /** Until a connection is there for it; null when it was stopped meanwhile. */
  wait(order: Order, stop: Stop): Promise<Ready | null> {
    order.trace?.({ kind: 'waiting', origin: originOf(order.want) });
    return new Promise((resolve) => {
      const waiter: Waiter = { order, resolve };
      this.#waiting.add(waiter);
      stop.onStop(() => {
        if (this.#waiting.delete(waiter)) resolve(null);
      });
    });
  }

  /** The pool and the sockets change together: what the pool names is held. */
  held(id: number): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new Error(`Connection #${String(id)} is not held`);
    return held;
  }

  /** Null when the pool gave it up while it was being opened: it is closed again. */
  opened(id: number, connection: Connection, handshake: Handshake): Held | null {
    if (!this.pool.opened(id, connection.endpoint, handshake)) {
      connection.close();
      return null;
    }
    const held: Held = { connection, closedBecause: null };
    this.#held.set(id, held);
    connection.onEnd((end) => {
      this.close(id, end);
    });
    connection.onMaxStreams((max) => {
      this.pool.setMaxStreams(id, max);
      this.#serveWaiting();
    });
    // In HTTP/2 it has room for more than the one it was opened for.
    this.#serveWaiting();
    this.#changed();
    return held;
  }

  failedToOpen(id: number, handshake: Handshake): void {
    this.pool.failedToOpen(id, handshake);
    this.#serveWaiting();
    this.#changed();
  }

  released(id: number, atMs: number, trace: Trace | undefined): void {
    this.#close(this.pool.released(id, atMs), trace);
    this.#serveWaiting();
    this.#armExpiry();
    this.#changed();
  }

  /** Closes a connection for this reason, unless it has been closed for another. */
  close(
    id: number,
    code: ClosedCode,
    trace?: Trace,
    limit: number | null = null,
    facts: ClosingFacts = {},
  ): void {
    const because = this.pool.closed(id, code, this.#now(), limit, facts);
    if (because === null) return;
    this.#close([{ id, because }], trace);
    this.#serveWaiting();
    this.#changed();
  }

  /** Those in the queue may have room now. */
  setLimits(limits: PoolLimits): void {
    this.pool.setLimits(limits);
    this.#serveWaiting();
  }

  /** As `closeAll`, but what is in use ends first. */
  retireAll(code: ClosedCode): void {
    this.#close(this.pool.retireAll(code, this.#now()));
    this.#changed();
  }

  closeAll(code: ClosedCode): void {
    for (const id of this.pool.ids()) this.close(id, code);
    clearTimeout(this.#expiry);
    this.#expiry = undefined;
  }

  #tryAcquire(order: Order, atMs: number, passedOver?: PassedOver): Ready | null {
    const { want, intent, closesAfter, trace } = order;
    const acquired = this.pool.acquire(want, intent, closesAfter, atMs, passedOver);
    this.#close(acquired.closing, trace);
    if (acquired.kind === 'wait') return null;
    this.#changed();
    return acquired;
  }

  /** A connection was released, opened or is gone: those in the queue whom that helps go on, in their order. */
  #serveWaiting(): void {
    for (const waiter of this.#waiting) {
      const ready = this.#tryAcquire(waiter.order, this.#now());
      if (ready === null) continue;
      this.#waiting.delete(waiter);
      waiter.resolve(ready);
    }
  }

  #close(closing: readonly Closing[], trace = this.#trace): void {
    for (const { id, because } of closing) {
      const held = this.#held.get(id);
      this.#held.delete(id);
      if (held !== undefined) held.closedBecause = because;
      // What else is in flight on an HTTP/2 connection is still answered (RFC 9113, section 6.8).
      if (because.code === 'goaway' || because.code === 'no-keep-alive') held?.connection.drain();
      else held?.connection.close();
      trace?.({ kind: 'closed', connection: id, because });
    }
  }

  /** One timer for the connection that expires next; it keeps no process alive. */
  #armExpiry(): void {
    if (this.#expiry !== undefined) return;
    const atMs = this.#now();
    const inMs = this.pool.nextExpiryMs(atMs) - atMs;
    if (inMs === Infinity) return;
    // Strictly past the limit, and no longer than a timer can wait.
    this.#expiry = setTimeout(this.#expire, Math.min(Math.max(inMs, 0) + 1, 2 ** 31 - 1));
    this.#expiry.unref();
  }

  readonly #expire = (): void => {
    this.#expiry = undefined;
    const closing = this.pool.expire(this.#now());
    this.#close(closing);
    this.#armExpiry();
    if (closing.length > 0) this.#changed();
  };
}
