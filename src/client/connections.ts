/**
 * The open connections of a client: the pool's decisions joined to the sockets they are about.
 * Whatever the pool gives up is closed here, and whatever a server ends is told to the pool.
 */
import type { Acquired, Closing, ConnectionPool, Handshake } from '../pool/connectionPool.ts';
import type { Intent } from '../pool/choose.ts';
import type { ClosedBecause, ClosedCode } from '../pool/reasons.ts';
import type { Want } from '../pool/want.ts';
import type { Connection } from '../transport/connection.ts';
import type { Trace } from './trace.ts';

/** A connection that stands; `closedBecause` is set when it is closed, in use or not. */
export type Held = { readonly connection: Connection; closedBecause: ClosedBecause | null };

export class Connections {
  readonly pool: ConnectionPool;
  readonly #now: () => number;
  readonly #changed: () => void;
  readonly #held = new Map<number, Held>();
  #expiry: NodeJS.Timeout | undefined;

  constructor(pool: ConnectionPool, now: () => number, changed: () => void) {
    this.pool = pool;
    this.#now = now;
    this.#changed = changed;
  }

  acquire(want: Want, intent: Intent, closesAfter: boolean, trace: Trace | undefined): Acquired {
    const acquired = this.pool.acquire(want, intent, closesAfter, this.#now());
    this.#close(acquired.closing, trace);
    this.#changed();
    return acquired;
  }

  /** The pool and the sockets change together: what the pool names is held. */
  held(id: number): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new Error(`Connection #${String(id)} is not held`);
    return held;
  }

  opened(id: number, connection: Connection, handshake: Handshake): Held {
    const held: Held = { connection, closedBecause: null };
    this.#held.set(id, held);
    this.pool.opened(id, connection.endpoint, handshake);
    connection.onIdleEnd((end) => {
      this.close(id, end);
    });
    this.#changed();
    return held;
  }

  failedToOpen(id: number, handshake: Handshake): void {
    this.pool.failedToOpen(id, handshake);
    this.#changed();
  }

  released(id: number, trace: Trace | undefined): void {
    this.#close(this.pool.released(id, this.#now()), trace);
    this.#armExpiry();
    this.#changed();
  }

  /** Closes a connection for this reason, unless it has been closed for another. */
  close(id: number, code: ClosedCode, trace?: Trace, limit: number | null = null): void {
    const because = this.pool.closed(id, code, this.#now(), limit);
    if (because === null) return;
    this.#close([{ id, because }], trace);
    this.#changed();
  }

  closeAll(code: ClosedCode): void {
    for (const id of this.pool.ids()) this.close(id, code);
    clearTimeout(this.#expiry);
    this.#expiry = undefined;
  }

  #close(closing: readonly Closing[], trace?: Trace): void {
    for (const { id, because } of closing) {
      const held = this.#held.get(id);
      this.#held.delete(id);
      if (held !== undefined) held.closedBecause = because;
      held?.connection.close();
      trace?.({ kind: 'closed', connection: id, because });
    }
  }

  /** One timer for the connection that expires next; it keeps no process alive. */
  #armExpiry(): void {
    if (this.#expiry !== undefined) return;
    const inMs = this.pool.nextExpiryMs() - this.#now();
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
