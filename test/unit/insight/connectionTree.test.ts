import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionTree, type ConnectionNode } from '../../../src/insight/connectionTree.ts';
import type { ConnectionSnapshot, PoolSnapshot } from '../../../src/pool/snapshot.ts';
import { because } from './exchanges.ts';

const endpoint = {
  passedBy: [],
  remoteAddress: '::1',
  remotePort: 443,
  localPort: 40_000,
  protocol: 'http/1.1',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'TLS_AES_128_GCM_SHA256',
  tlsResumed: true,
} as const;

function connection(id: number, over: Partial<ConnectionSnapshot> = {}): ConnectionSnapshot {
  return {
    id,
    origin: 'https://api.test:443',
    state: 'idle',
    streams: 0,
    maxStreams: 1,
    tlsVerified: true,
    proxy: null,
    openedBecause: because('first-request'),
    openedAtMs: 40_000,
    idleSinceMs: 96_000,
    served: 2,
    endpoint,
    ...over,
  };
}

function pool(over: Partial<PoolSnapshot> = {}): PoolSnapshot {
  const counters = { opened: 2, reused: 6, dnsLookups: 1, tlsHandshakes: 2, handshakeMs: 100 };
  return {
    name: 'workspace',
    nowMs: 100_000,
    maxIdleMs: 118_000,
    connections: [],
    recentlyClosed: [],
    counters,
    ...over,
  };
}

/** Indented rows, as a person reads the view. */
function rows(nodes: readonly ConnectionNode[], indent = ''): string[] {
  return nodes.flatMap(({ label, description, state, children }) => [
    `${indent}${label} · ${description}${state === null ? '' : ` [${state}]`}`,
    ...rows(children, `${indent}  `),
  ]);
}

function check(pools: readonly PoolSnapshot[], expected: readonly string[]): void {
  assert.deepEqual(rows(connectionTree(pools)), expected);
}

test('nothing open and nothing remembered is no row', () => {
  check([], []);
  check([pool()], []);
});

test('each state has its words', () => {
  const h2 = { ...endpoint, protocol: 'h2' } as const;
  check(
    [
      pool({
        connections: [
          connection(1),
          connection(2, { state: 'busy', idleSinceMs: null, served: 1 }),
          connection(3, {
            state: 'busy',
            idleSinceMs: null,
            streams: 3,
            maxStreams: 100,
            endpoint: h2,
          }),
          connection(4, { state: 'opening', idleSinceMs: null, served: 0, endpoint: null }),
          connection(5, { origin: 'http://b.test:80', idleSinceMs: -10_000, endpoint: null }),
        ],
      }),
    ],
    [
      'workspace · 5 open · 75% reused',
      '  https://api.test:443 · 4 open · 5 requests',
      '    #1 · idle 4 s of 118 s · 2 requests [idle]',
      '    #2 · in use · 1 request [busy]',
      '    #3 · 3 of 100 streams in use · 2 requests [busy]',
      '    #4 · opening · 0 requests [opening]',
      '  http://b.test:80 · 1 open · 2 requests',
      '    #5 · idle 110 s of 118 s · 2 requests [ageing]',
    ],
  );
});

test('without a limit nothing counts down', () => {
  check(
    [pool({ maxIdleMs: 0, connections: [connection(1, { idleSinceMs: -900_000 })] })],
    [
      'workspace · 1 open · 75% reused',
      '  https://api.test:443 · 1 open · 2 requests',
      '    #1 · idle 1000 s · 2 requests [idle]',
    ],
  );
});

test('what was closed is kept with its reason, pool by pool', () => {
  const closedBecause = because('server-closed-idle', { connection: 7, idleMs: 5000, served: 3 });
  const closed = { id: 7, origin: 'http://a.test:80', closedBecause, closedAtMs: 97_000 } as const;
  check(
    [pool({ recentlyClosed: [closed] }), pool({ name: 'load', connections: [connection(9)] })],
    [
      'workspace · 0 open · 75% reused',
      '  http://a.test:80 · 0 open',
      '    recently closed · 1',
      '      #7 · server closed #7 after 5.0 s idle · 3.0 s ago [closed]',
      'load · 1 open · 75% reused',
      '  https://api.test:443 · 1 open · 2 requests',
      '    #9 · idle 4 s of 118 s · 2 requests [idle]',
    ],
  );
});

test('the details say all that is known', () => {
  const one = connection(1, { tlsVerified: false, proxy: 'http://proxy.test:3128' });
  const row = connectionTree([pool({ connections: [one] })])[0]?.children[0]?.children[0];
  assert.deepEqual(row?.details, [
    '#1 to https://api.test:443, pool workspace',
    'Opened 60.0 s ago, because it is the first request to api.test',
    'Idle for 4 s, closed after 114 s more, 2 requests served',
    '[::1]:443 from port 40000 · http/1.1',
    'Through the proxy http://proxy.test:3128',
    'TLSv1.3, TLS_AES_128_GCM_SHA256, session resumed',
    'TLS not verified: any certificate was taken',
  ]);
});

test('a row keeps its key while its numbers change', () => {
  const keysAt = (nowMs: number): string[] => {
    const keys = (nodes: readonly ConnectionNode[]): string[] =>
      nodes.flatMap(({ key, children }) => [key, ...keys(children)]);
    return keys(connectionTree([pool({ nowMs, connections: [connection(1)] })]));
  };
  assert.deepEqual(keysAt(100_000), keysAt(150_000));
});
