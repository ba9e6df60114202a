import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeForecast } from '../../../src/insight/forecastText.ts';
import { describeCounters, describePool } from '../../../src/insight/poolText.ts';
import type { ConnectionSnapshot, Forecast, PoolSnapshot } from '../../../src/pool/snapshot.ts';
import { because } from './exchanges.ts';

test('the forecast of the lens', () => {
  const reuse = { kind: 'reuse', connection: 3, requestsBefore: 4, idleMs: 4900 } as const;
  checkForecast({ ...reuse, maxIdleMs: 118_000 }, 'reuses #3 · idle 4 s of 118 s');
  checkForecast({ ...reuse, maxIdleMs: 0 }, 'reuses #3 · idle 4 s');
  checkForecast(
    { kind: 'open', because: because('first-request') },
    'opens a connection: first to api.test',
  );
  checkForecast(
    { kind: 'open', because: because('server-closed-idle', { connection: 3, idleMs: 5000 }) },
    'opens a connection: server closed #3 after 5.0 s idle',
  );
});

test('the status bar item', () => {
  checkPool(0, 0, 0, '⇄ no connections');
  checkPool(1, 0, 0, '⇄ 1 open');
  checkPool(2, 13, 87, '⇄ 2 open · 87% reused');
  checkPool(0, 1, 1, '⇄ 0 open · 50% reused');
  checkPool(1, 1, 999, '⇄ 1 open · 99% reused');
  checkPool(9, 999, 1, '⇄ 9 open · 1% reused');
});

test('its tooltip counts, and calls an estimate one', () => {
  assert.equal(
    describePool(snapshot(2, 2, 8), { kind: 'estimated', ms: 400 }).tooltip,
    '2 connections open, 0 busy\n2 opened, reused 8 times\n2 DNS lookups, 1 TLS handshake\nAbout 400 ms of handshakes saved',
  );
  for (const kind of ['none', 'unmeasured'] as const) {
    assert.doesNotMatch(describePool(snapshot(2, 2, 8), { kind }).tooltip, /saved/);
  }
});

test('the head of the Connections view adds the pools up', () => {
  const saving = { kind: 'estimated', ms: 400 } as const;
  assert.deepEqual(describeCounters([snapshot(2, 2, 8), snapshot(1, 1, 1)], saving), {
    text: '3 open · 75% reused',
    tooltip:
      '3 connections created · reused 9 times · 3 DNS lookups · 2 TLS handshakes · about 400 ms saved',
  });
  const nothing = { text: '', tooltip: '' };
  assert.deepEqual(describeCounters([snapshot(0, 0, 0)], { kind: 'none' }), nothing);
});

function checkForecast(forecast: Forecast, expected: string): void {
  assert.equal(describeForecast(forecast, 'api.test'), expected);
}

function checkPool(open: number, opened: number, reused: number, expected: string): void {
  assert.equal(describePool(snapshot(open, opened, reused)).text, expected);
}

function snapshot(open: number, opened: number, reused: number): PoolSnapshot {
  const one: ConnectionSnapshot = {
    id: 1,
    origin: 'https://api.test:443',
    state: 'idle',
    streams: 0,
    maxStreams: 1,
    tlsVerified: true,
    proxy: null,
    openedBecause: because('first-request'),
    openedAtMs: 0,
    idleSinceMs: 0,
    served: 1,
    endpoint: null,
  };
  return {
    name: 'default',
    nowMs: 0,
    maxIdleMs: 118_000,
    connections: Array.from({ length: open }, () => one),
    recentlyClosed: [],
    counters: { opened, reused, dnsLookups: opened, tlsHandshakes: 1, handshakeMs: 100 },
  };
}
