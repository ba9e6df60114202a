/** What a pool looks like from outside: plain data, copied out. Types only. */
import type { ClosedBecause, OpenedBecause } from './reasons.ts';

export type ConnectionState = 'opening' | 'busy' | 'idle';

export type ConnectionSnapshot = {
  readonly id: number;
  /** `https://api.test:443`. */
  readonly origin: string;
  readonly state: ConnectionState;
  /** Requests it serves now, and how many it can serve at once. */
  readonly streams: number;
  readonly maxStreams: number;
  /** False when certificates are not checked on it; null without TLS. */
  readonly tlsVerified: boolean | null;
  /** `http://proxy.test:3128`; null for a direct one. */
  readonly proxy: string | null;
  readonly openedBecause: OpenedBecause;
  readonly openedAtMs: number;
  /** When it became idle; null while it opens or serves. */
  readonly idleSinceMs: number | null;
  /** Requests it has begun to serve. */
  readonly served: number;
  readonly endpoint: Endpoint | null;
};

/** What is known of a connection once it stands. */
export type Endpoint = {
  /** Of a unix socket its path, and then both ports are 0. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  /** Those of the name that were tried before, as `[::1]:8080`, for they did not answer or not soon enough (RFC 8305). */
  readonly passedBy: readonly string[];
  readonly protocol: 'http/1.1' | 'h2';
  readonly tlsVersion: string | null;
  readonly tlsCipher: string | null;
  readonly tlsResumed: boolean | null;
};

export type ClosedSnapshot = {
  readonly id: number;
  readonly origin: string;
  readonly closedBecause: ClosedBecause;
  readonly closedAtMs: number;
};

export type PoolSnapshot = {
  readonly name: string;
  /** The clock that every `…AtMs` here was read from, at the time of the snapshot. */
  readonly nowMs: number;
  readonly maxIdleMs: number;
  readonly connections: readonly ConnectionSnapshot[];
  /** Newest first. */
  readonly recentlyClosed: readonly ClosedSnapshot[];
  readonly counters: PoolCounters;
};

export type PoolCounters = {
  readonly opened: number;
  readonly reused: number;
  readonly dnsLookups: number;
  readonly tlsHandshakes: number;
  /** Milliseconds spent in handshakes (dns + tcp + proxy + tls). */
  readonly handshakeMs: number;
};

/** What the pool would do now with a request. */
export type Forecast =
  | {
      readonly kind: 'reuse';
      readonly connection: number;
      readonly requestsBefore: number;
      /** Null when it is not idle: it would serve others at the same time. */
      readonly idleMs: number | null;
      readonly maxIdleMs: number;
    }
  /** A limit is reached: the request would wait for a connection. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'open'; readonly because: OpenedBecause };
