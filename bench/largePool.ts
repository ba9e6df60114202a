/** What the pool decides among many connections: matching on the way of every send, sweeping whenever one expires. */
import { ConnectionPool } from '../src/pool/connectionPool.ts';
import type { Want } from '../src/pool/want.ts';
import { wantOf } from '../src/client/wire.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { median, round } from './processCost.ts';

export type PoolRow = {
  readonly pool: string;
  readonly connections: number;
  /** As a send does it: health check, acquire, release. */
  readonly 'match µs': number;
  readonly 'forecast µs': number;
  /** As the timer does it: what has expired is given up, and the next to expire is found. */
  readonly 'sweep µs': number;
};

const size = 10_000;
const batch = 500;

/** How the connections lie; the last is asked for. `busy`: all but the last serve. */
type Layout = { readonly want: (index: number) => Want; readonly busy?: boolean };

const layouts: Readonly<Record<string, Layout>> = {
  'a host each, all idle': { want: (index) => to(`http://host-${String(index)}.test/`) },
  'one host, all idle': { want: () => to('http://host.test/') },
  'one host, all but one in use': { want: () => to('http://host.test/'), busy: true },
  'a host each, forwarded by one proxy': {
    want: (index) => to(`http://host-${String(index)}.test/`, 'http://proxy.test:3128'),
  },
  'a host each, through one proxy': {
    want: (index) => to(`https://host-${String(index)}.test/`, 'http://proxy.test:3128'),
  },
};

export function benchLargePool(rounds: number): readonly PoolRow[] {
  return Object.entries(layouts).map(([name, layout]) => rowOf(name, layout, rounds));
}

function rowOf(name: string, layout: Layout, rounds: number): PoolRow {
  const { pool, openedTo } = filled(layout);
  const asked = layout.want(size - 1);
  const match = microsOf(rounds, () => {
    pool.needsHealthCheck(asked, 1000, openedTo);
    const acquired = pool.acquire(asked, asIs, false, openedTo);
    if (acquired.kind !== 'reuse') throw new Error(acquired.kind);
    pool.released(acquired.id, openedTo);
  });
  const forecast = microsOf(rounds, () => pool.forecast(asked, asIs, openedTo));
  const connections = pool.ids().length;
  // One was opened each millisecond, so one expires each millisecond.
  let atMs = 1 + defaultSettings.maxIdleMs;
  const sweep = microsOf(rounds, () => {
    pool.expire((atMs += 1));
    pool.nextExpiryMs(atMs);
  });
  if (pool.ids().length > connections - rounds * batch && layout.busy !== true) {
    throw new Error('There was less to sweep than was meant');
  }
  return { pool: name, connections, 'match µs': match, 'forecast µs': forecast, 'sweep µs': sweep };
}

function filled({ want, busy }: Layout): { pool: ConnectionPool; openedTo: number } {
  let last = 0;
  const limits = { ...defaultSettings, maxIdleConnections: 0 };
  const pool = new ConnectionPool('bench', limits, () => (last += 1));
  for (let index = 0; index < size; index++) {
    const acquired = pool.acquire(want(index), { ...asIs, fresh: true }, false, index);
    if (acquired.kind !== 'open') throw new Error(acquired.kind);
    pool.opened(acquired.id, endpoint, { dnsMs: null, tlsMs: null, totalMs: 1 });
    if (busy !== true || index === size - 1) pool.released(acquired.id, index);
  }
  return { pool, openedTo: size };
}

function microsOf(rounds: number, run: () => void): number {
  const micros = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    for (let time = 0; time < batch; time++) run();
    return ((performance.now() - startedAt) * 1000) / batch;
  });
  return round(median(micros));
}

function to(url: string, proxy: string | null = null): Want {
  const settings = { ...defaultSettings.proxy, http: proxy, https: proxy };
  return wantOf(requestTo(url), { ...defaultSettings, proxy: settings });
}

const asIs = { fresh: false, staleRetryOf: [], maxIdleMs: null, maxLifetimeMs: null };

const endpoint = {
  remoteAddress: '127.0.0.1',
  remotePort: 80,
  localPort: 50_000,
  passedBy: [],
  protocol: 'http/1.1',
  tlsVersion: null,
  tlsCipher: null,
  tlsResumed: null,
} as const;
