/** Exchanges made by hand, for the tests of `src/insight`: give what matters, the rest is filled in. */
import {
  bodyInMemory,
  type ConnectionUse,
  type Exchange,
  type Hop,
  type Phases,
  type SendFailure,
} from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import type { Because } from '../../../src/pool/reasons.ts';

export const coldPhases: Phases = {
  ...noPhases,
  dns: 2.1,
  tcp: 11,
  tls: 108,
  send: 0.3,
  wait: 22,
  download: 4.6,
};

export const warmPhases: Phases = { ...noPhases, send: 0.2, wait: 11.2, download: 0.6 };

export function because<Code extends string>(
  code: Code,
  facts: Partial<Because<Code>> = {},
): Because<Code> {
  return { code, connection: null, served: null, idleMs: null, ageMs: null, limit: null, ...facts };
}

/** A reused connection. */
export function connection(facts: Partial<ConnectionUse> = {}): ConnectionUse {
  return {
    id: 3,
    pool: 'default',
    reused: true,
    openedBecause: null,
    closedBecause: null,
    requestsBefore: 4,
    idleMs: 4100,
    remoteAddress: '127.0.0.1',
    remotePort: 8443,
    localPort: 50123,
    passedBy: [],
    protocol: 'http/1.1',
    tlsVersion: 'TLSv1.3',
    tlsCipher: 'TLS_AES_256_GCM_SHA384',
    tlsResumed: false,
    tlsVerified: true,
    proxy: null,
    ...facts,
  };
}

/** A connection opened for this hop. */
export function newConnection(facts: Partial<ConnectionUse> = {}): ConnectionUse {
  return connection({
    id: 4,
    reused: false,
    openedBecause: because('server-closed-idle', { connection: 3, idleMs: 5000, served: 5 }),
    requestsBefore: 0,
    idleMs: null,
    ...facts,
  });
}

export function hop(facts: Partial<Hop> = {}): Hop {
  const phases = facts.phases ?? warmPhases;
  return {
    cause: 'first',
    method: 'GET',
    url: 'https://api.test/items?page=2',
    requestHeaders: [['Host', 'api.test']],
    requestBody: null,
    interim: [],
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: '1.1',
      headers: [['Content-Type', 'application/json']],
    },
    connection: connection(),
    phases,
    total: totalOf(phases),
    startedAtMs: 0,
    requestBytes: 123,
    responseBytes: 456,
    failure: null,
    ...facts,
  };
}

type Facts = Partial<Omit<Exchange, 'body'>> & { readonly body?: Uint8Array };

/** The phases and the total are summed over the hops. */
export function exchange(hops: readonly Hop[] = [hop()], facts: Facts = {}): Exchange {
  const phases = sumOf(hops);
  return {
    source: { file: 'demo.http', name: null, title: 'Items', line: 3 },
    method: hops[0]?.method ?? 'GET',
    url: hops[0]?.url ?? '',
    startedAt: 1_760_000_000_000,
    hops,
    phases,
    total: totalOf(phases),
    bodyFile: null,
    arrivals: [],
    decoding: null,
    failure: hops.at(-1)?.failure ?? null,
    secrets: [],
    ...facts,
    body: bodyInMemory(facts.body ?? new Uint8Array()),
  };
}

export function failure(facts: Partial<SendFailure> = {}): SendFailure {
  return {
    code: 'connection-refused',
    phase: 'tcp',
    host: '127.0.0.1',
    port: 8080,
    addresses: ['127.0.0.1:8080'],
    limit: null,
    detail: 'connect ECONNREFUSED 127.0.0.1:8080',
    ...facts,
  };
}

function totalOf(phases: Phases): number {
  return Object.values(phases).reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
}

function sumOf(hops: readonly Hop[]): Phases {
  const sums: Record<string, number | null> = { ...noPhases };
  for (const { phases } of hops) {
    for (const [name, ms] of Object.entries(phases)) {
      if (ms !== null) sums[name] = (sums[name] ?? 0) + ms;
    }
  }
  return sums as Phases;
}
