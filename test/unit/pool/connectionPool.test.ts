import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoint, fresh, handshake, idOf, plain, poolOf } from './poolOf.ts';
import { api, other } from './wants.ts';

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
