import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionPool, type Acquired } from '../../../src/pool/connectionPool.ts';
import type { Intent } from '../../../src/pool/choose.ts';
import type { Beside } from '../../../src/pool/reasons.ts';
import type { PoolLimits } from '../../../src/pool/entry.ts';
import type { Endpoint } from '../../../src/pool/snapshot.ts';
import type { TlsWant, Want } from '../../../src/pool/want.ts';

const limits: PoolLimits = {
  maxIdleConnections: 3,
  maxIdleMs: 118_000,
  maxLifetimeMs: 86_400_000,
  maxConnectionsPerHost: 0,
  maxConnections: 0,
  maxConcurrentStreams: 100,
};
const tls: TlsWant = {
  minVersion: null,
  maxVersion: null,
  verify: true,
  ca: '',
  clientCertificate: null,
  ciphers: null,
  curves: null,
};
const api: Want = {
  scheme: 'https',
  host: 'api.test',
  port: 443,
  connectTo: null,
  unixSocket: null,
  proxy: null,
  tls,
  httpVersion: 'any',
  ipVersion: null,
  localAddress: null,
  credentials: null,
};
const other: Want = { ...api, host: 'other.test' };
const plain: Intent = { fresh: false, staleRetryOf: [], maxIdleMs: null, maxLifetimeMs: null };
const fresh: Intent = { ...plain, fresh: true };
const handshake = { dnsMs: 1, tlsMs: 2, totalMs: 4 };
const endpoint: Endpoint = {
  remoteAddress: '127.0.0.1',
  remotePort: 443,
  localPort: 5000,
  passedBy: [],
  protocol: 'http/1.1',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'TLS_AES_256_GCM_SHA384',
  tlsResumed: false,
};

function idOf(acquired: Acquired): number {
  assert.ok(acquired.kind !== 'wait');
  return acquired.id;
}

/** A pool whose connections can be opened and released in one step each. */
function poolOf(overrides: Partial<PoolLimits> = {}) {
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

test('a reused connection says how many requests it served and how long it was idle', () => {
  const { pool, idle } = poolOf();
  const id = idle(api, 0);
  assert.deepEqual(pool.acquire(api, plain, false, 4100), {
    kind: 'reuse',
    id,
    requestsBefore: 1,
    idleMs: 4100,
    closing: [],
  });
});

test('the oldest-created connection serves, not the most recently used', () => {
  const { pool, open } = poolOf();
  const [first, second] = [open(api, 0), open(api, 1)];
  pool.released(second, 10);
  pool.released(first, 20);
  assert.equal(idOf(pool.acquire(api, plain, false, 30)), first);
});

test('the age limits are strict: at the limit it serves, past it it is closed', () => {
  const { pool, idle } = poolOf();
  const id = idle(api, 0);
  assert.equal(pool.forecast(api, plain, 118_000).kind, 'reuse');
  const acquired = pool.acquire(api, plain, false, 118_001);
  assert.equal(acquired.kind, 'open');
  assert.deepEqual(
    acquired.closing.map(({ id: closed, because }) => [closed, because.code, because.limit]),
    [[id, 'max-idle', 118_000]],
  );
});

test('a connection past its lifetime does not serve, however short its idle time', () => {
  const { pool, idle } = poolOf({ maxLifetimeMs: 1000 });
  idle(api, 0);
  const forecast = pool.forecast(api, plain, 1001);
  assert.ok(forecast.kind === 'open');
  assert.equal(forecast.because.code, 'max-lifetime');
});

test('a limit of 0 is no limit', () => {
  const { pool, idle } = poolOf({ maxIdleMs: 0, maxLifetimeMs: 0, maxIdleConnections: 0 });
  for (let count = 0; count < 300; count += 1) idle(api, 0);
  assert.equal(pool.forecast(api, plain, 1e12).kind, 'reuse');
  assert.equal(pool.nextExpiryMs(1e9), Infinity);
});

test('a sweep closes what was idle too long or is too old, and tells when to come again', () => {
  const { pool, open, idle } = poolOf({
    maxIdleMs: 500,
    maxLifetimeMs: 1000,
    maxIdleConnections: 0,
  });
  const sweep = (atMs: number) =>
    pool.expire(atMs).map(({ id, because }) => [id, because.code, because.limit]);
  const inUse = open(api, 0);
  const old = idle(api, 10);
  pool.acquire(api, plain, false, 500);
  pool.released(old, 960);
  const unused = idle(other, 600);
  assert.equal(pool.nextExpiryMs(960), 1000, 'the one in use may be back by then');
  assert.deepEqual(sweep(1001), []);
  assert.equal(pool.nextExpiryMs(1001), 1010);
  assert.deepEqual(sweep(1010), []);
  assert.deepEqual(sweep(1011), [[old, 'max-lifetime', 1000]]);
  assert.equal(pool.nextExpiryMs(1011), 1100);
  assert.deepEqual(sweep(1101), [[unused, 'max-idle', 500]]);
  assert.equal(pool.nextExpiryMs(1101), Infinity);
  pool.released(inUse, 1200);
  assert.deepEqual(sweep(1200), [[inUse, 'max-lifetime', 1000]]);
});

test('past the cap of idle connections the one idle longest is closed, wherever it leads', () => {
  const { pool, idle } = poolOf();
  const oldest = idle(other, 0);
  idle(api, 1);
  idle(api, 2);
  const id = idOf(pool.acquire(api, fresh, false, 3));
  pool.opened(id, endpoint, handshake);
  assert.deepEqual(
    pool
      .released(id, 4)
      .map((closing) => [closing.id, closing.because.code, closing.because.limit]),
    [[oldest, 'evicted-pool-full', 3]],
  );
});

/** The code and the connection of the reason for opening, after `prepare`. */
function checkReason(
  name: string,
  prepare: (made: ReturnType<typeof poolOf>) => void,
  intent: Intent,
  expected: [code: string, connection: number | null],
): void {
  test(`opened because: ${name}`, () => {
    const made = poolOf();
    prepare(made);
    const acquired = made.pool.acquire(api, intent, false, 1000);
    assert.ok(acquired.kind === 'open');
    assert.deepEqual([acquired.because.code, acquired.because.connection], expected);
  });
}

checkReason('nothing before', () => undefined, plain, ['first-request', null]);
checkReason('another host', ({ idle }) => idle(other, 0), plain, ['first-request', null]);
checkReason(
  'asked for fresh, before all else',
  ({ idle }) => idle(api, 0),
  { ...fresh, staleRetryOf: [1] },
  ['fresh-connection', null],
);
checkReason(
  'a stale retry, before the closed connection',
  ({ pool, idle }) => pool.closed(idle(api, 0), 'server-reset-idle', 1),
  { ...plain, staleRetryOf: [1] },
  ['stale-retry', 1],
);
checkReason(
  'all busy, before the closed connection',
  ({ pool, open, idle }) => {
    pool.closed(idle(api, 0), 'server-closed-idle', 1);
    open(api, 2);
  },
  plain,
  ['all-busy', 2],
);
checkReason(
  'a busy connection that will close does not count as busy',
  ({ pool }) => {
    pool.opened(idOf(pool.acquire(api, plain, true, 0)), endpoint, handshake);
  },
  plain,
  ['first-request', null],
);
checkReason(
  'the most recently closed of those that would have served',
  ({ pool, idle }) => {
    const [first, second] = [idle(api, 0), idle(api, 1)];
    pool.closed(second, 'server-closed-idle', 2);
    pool.closed(first, 'closed-by-user', 3);
    pool.closed(idle(other, 4), 'server-reset-idle', 5);
  },
  plain,
  ['closed-by-user', 1],
);
checkReason(
  'a closed connection before one that differs',
  ({ pool, idle }) => {
    idle({ ...api, tls: { ...tls, verify: false } }, 0);
    pool.closed(idle(api, 1), 'server-sent-close', 2);
  },
  plain,
  ['server-sent-close', 2],
);
checkReason(
  'other TLS settings',
  ({ idle }) => idle({ ...api, tls: { ...tls, verify: false } }, 0),
  plain,
  ['different-tls-config', 1],
);
checkReason(
  'another scheme on the same port',
  ({ idle }) => idle({ ...api, scheme: 'http', tls: null }, 0),
  plain,
  ['different-scheme', 1],
);

/** What a first request to `api` is told of beside its reason, after `prepare`. */
function checkBeside(
  name: string,
  prepare: (made: ReturnType<typeof poolOf>) => void,
  expected: Beside | undefined,
): void {
  test(`a first request: ${name}`, () => {
    const made = poolOf();
    prepare(made);
    const forecast = made.pool.forecast(api, plain, 1000);
    assert.ok(forecast.kind === 'open');
    assert.deepEqual(
      [forecast.because.code, forecast.because.connection, forecast.because.beside],
      ['first-request', null, expected],
    );
  });
}

const proxied = {
  ...api,
  proxy: { kind: 'http', host: 'proxy.test', port: 3128, credentials: null },
} as const;

checkBeside('nothing at all', () => undefined, undefined);
checkBeside('nothing to its host', ({ idle }) => idle({ ...api, host: 'c.test' }, 0), undefined);
checkBeside(
  'the last closed that had another setting',
  ({ pool, idle }) => {
    pool.closed(idle({ ...api, tls: { ...tls, verify: false } }, 0), 'max-idle', 1);
    pool.closed(idle(proxied, 2), 'settings-changed', 3);
    pool.closed(idle({ ...api, port: 1 }, 4), 'settings-changed', 5);
  },
  { kind: 'closed', connection: 2, difference: 'different-proxy' },
);
checkBeside('open to another port', ({ idle }) => idle({ ...api, port: 8080 }, 0), {
  kind: 'other-port',
  connection: 1,
  port: 8080,
});
checkBeside(
  'what never stood is not open',
  ({ pool }) => pool.acquire({ ...api, port: 8080 }, plain, false, 0),
  undefined,
);

test('a closed connection is remembered for an hour, and the last 256 of them', () => {
  const { pool, idle } = poolOf();
  pool.closed(idle(api, 0), 'server-closed-idle', 10);
  const codeAt = (atMs: number) => {
    const forecast = pool.forecast(api, plain, atMs);
    return forecast.kind === 'open' ? forecast.because.code : null;
  };
  assert.equal(codeAt(3_600_010), 'server-closed-idle');
  assert.equal(codeAt(3_600_011), 'first-request');
  for (let count = 0; count < 256; count += 1) pool.closed(idle(other, 20), 'aborted', 20);
  assert.equal(codeAt(30), 'first-request');
  assert.equal(pool.snapshot(30).recentlyClosed.length, 256);
});

test('a connection that never stood leaves only its cost', () => {
  const { pool } = poolOf();
  const id = idOf(pool.acquire(api, plain, false, 0));
  pool.failedToOpen(id, { dnsMs: 3, tlsMs: null, totalMs: 5 });
  const snapshot = pool.snapshot(1);
  assert.deepEqual(snapshot.connections, []);
  assert.deepEqual(snapshot.recentlyClosed, []);
  assert.deepEqual(snapshot.counters, {
    opened: 0,
    reused: 0,
    dnsLookups: 1,
    tlsHandshakes: 0,
    handshakeMs: 5,
  });
});

test('a forecast is what the next acquire does, and changes nothing', () => {
  const { pool, idle } = poolOf();
  const id = idle(api, 0);
  const before = pool.snapshot(5);
  assert.deepEqual(pool.forecast(api, plain, 5), {
    kind: 'reuse',
    connection: id,
    requestsBefore: 1,
    idleMs: 5,
    maxIdleMs: 118_000,
  });
  assert.deepEqual(pool.snapshot(5), before);
});
