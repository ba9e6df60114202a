/** A pool on a clock of its own, without sockets: times are milliseconds from anywhere. */
import assert from 'node:assert/strict';
import type { Intent } from '../../../src/pool/choose.ts';
import { ConnectionPool, type Acquired } from '../../../src/pool/connectionPool.ts';
import type { PoolLimits } from '../../../src/pool/entry.ts';
import type { Endpoint } from '../../../src/pool/snapshot.ts';
import type { Want } from '../../../src/pool/want.ts';

const limits: PoolLimits = {
  maxIdleConnections: 3,
  maxIdleMs: 118_000,
  maxLifetimeMs: 86_400_000,
  maxConnectionsPerHost: 0,
  maxConnections: 0,
  maxConcurrentStreams: 100,
};
export const plain: Intent = {
  fresh: false,
  staleRetryOf: [],
  maxIdleMs: null,
  maxLifetimeMs: null,
};
export const fresh: Intent = { ...plain, fresh: true };
export const handshake = { dnsMs: 1, tlsMs: 2, totalMs: 4 };
export const endpoint: Endpoint = {
  remoteAddress: '127.0.0.1',
  remotePort: 443,
  localPort: 5000,
  passedBy: [],
  protocol: 'http/1.1',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'TLS_AES_256_GCM_SHA384',
  tlsResumed: false,
};

export function idOf(acquired: Acquired): number {
  assert.ok(acquired.kind !== 'wait');
  return acquired.id;
}

/** A pool whose connections can be opened and released in one step each. */
export function poolOf(overrides: Partial<PoolLimits> = {}) {
  let id = 0;
  const pool = new ConnectionPool('test', { ...limits, ...overrides }, () => ++id);
  const open = (want: Want, atMs: number): number => {
    const id = idOf(pool.acquire(want, fresh, false, atMs));
    pool.opened(id, endpoint, handshake);
    return id;
  };
  const idle = (want: Want, atMs: number): number => {
    const opened = open(want, atMs);
    pool.released(opened, atMs);
    return opened;
  };
  return { pool, open, idle };
}
