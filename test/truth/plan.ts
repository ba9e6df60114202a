/** Random sends from a seed: the same seed plans the same. */
import { defaultSettings, type ClientSettings } from '../../src/client/settings.ts';
import { http1Acts, http2Acts, type Act } from './witness.ts';

export type Kind = 'http' | 'https' | 'h2';

export type Batch = {
  readonly kind: Kind;
  readonly settings: Partial<ClientSettings>;
  /** What the server allows at once on an HTTP/2 connection. */
  readonly maxStreams: number;
  /** Sends under way at the same time: one after the other in each lane. */
  readonly lanes: readonly (readonly PlannedSend[])[];
};

export type PlannedSend = {
  readonly id: number;
  /** Which of the two servers. */
  readonly server: 0 | 1;
  readonly act: Act;
  /** How long the server waits, where the act has it wait. */
  readonly ms: number;
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'POST' | 'PATCH';
  readonly fresh: boolean;
  readonly noKeepAlive: boolean;
  readonly insecure: boolean;
  readonly maxIdleMs: number | null;
  /** How a request that is never answered ends. */
  readonly giveUp: 'timeout' | 'abort';
  readonly pauseMs: number;
};

/** mulberry32: small, and good enough to draw lots with. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function planBatch(seed: number, sends: number): Batch {
  const random = randomFrom(seed);
  const oneOf = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = (share: number): boolean => random() < share;
  const kind: Kind = oneOf('http', 'https', 'h2');
  const acts: readonly Act[] = kind === 'h2' ? http2Acts : http1Acts;
  const concurrency = 1 + Math.floor(random() * 8);
  // A batch is mostly quiet or mostly wild.
  const wild = oneOf(0.1, 0.4, 0.8);
  const planned = Array.from({ length: sends }, (_, id): PlannedSend => ({
    id,
    server: chance(0.75) ? 0 : 1,
    act: chance(wild) ? oneOf(...acts) : 'ok',
    ms: Math.floor(random() * 6),
    method: oneOf('GET', 'GET', 'PUT', 'DELETE', 'POST', 'PATCH'),
    fresh: chance(0.05),
    noKeepAlive: chance(0.05),
    insecure: chance(0.1),
    maxIdleMs: chance(0.05) ? 1 : null,
    giveUp: oneOf('timeout', 'abort'),
    pauseMs: chance(0.5) ? 0 : random() * 6,
  }));
  const settings: Partial<ClientSettings> = {
    ...defaultSettings,
    maxIdleConnections: oneOf(1, 2, 4, 100),
    maxIdleMs: oneOf(3, 20, 118_000, 118_000),
    maxLifetimeMs: oneOf(30, 86_400_000, 86_400_000),
    maxConnectionsPerHost: oneOf(0, 0, 1, 2, 4),
    maxConnections: oneOf(0, 0, 2, 4),
    maxConcurrentStreams: oneOf(1, 2, 100),
    retryStale: oneOf('idempotent', 'idempotent', 'all', 'never'),
  };
  return {
    kind,
    settings,
    maxStreams: oneOf(1, 3, 100),
    lanes: Array.from({ length: concurrency }, (_, lane) =>
      planned.filter(({ id }) => id % concurrency === lane),
    ),
  };
}
