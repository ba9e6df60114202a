/** Why a connection is opened: the first reason that holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Intent } from '../../../src/pool/choose.ts';
import type { Beside } from '../../../src/pool/reasons.ts';
import { endpoint, fresh, handshake, idOf, plain, poolOf } from './poolOf.ts';
import { api, other, tls } from './wants.ts';

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
