/** The report of a small tour, word for word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { reportJson } from '../../../src/insight/reportJson.ts';
import { reportMarkdown } from '../../../src/insight/reportMarkdown.ts';
import { addExchange, createReuseReport } from '../../../src/insight/reuseReport.ts';
import { savingAssumption, savingInAll } from '../../../src/insight/reuseSaving.ts';
import {
  because,
  coldPhases,
  connection,
  exchange,
  failure,
  hop,
  newConnection,
} from './exchanges.ts';

const tour: readonly Exchange[] = [
  exchange([
    hop({
      phases: coldPhases,
      connection: newConnection({ id: 1, openedBecause: because('first-request') }),
    }),
  ]),
  exchange([hop({ connection: connection({ id: 1 }) })]),
  exchange([hop({ connection: connection({ id: 1 }) })]),
  exchange([
    hop({
      phases: coldPhases,
      connection: newConnection({
        id: 2,
        openedBecause: because('server-closed-idle', { connection: 1, ageMs: 7000 }),
        closedBecause: because('server-sent-close', { connection: 2, ageMs: 150 }),
        tlsResumed: true,
      }),
    }),
  ]),
  exchange([hop({ url: 'http://other.test/', connection: connection({ id: 9 }) })]),
  exchange([
    hop({
      url: 'http://127.0.0.1:8080/',
      connection: null,
      response: null,
      phases: { ...noPhases, tcp: 2 },
      failure: failure(),
    }),
  ]),
];

function reportOf(exchanges: readonly Exchange[]) {
  const report = createReuseReport();
  for (const each of exchanges) addExchange(report, each);
  return report;
}

test('as a document', () => {
  assert.equal(
    reportMarkdown(reportOf(tour)).replaceAll('&#45;', '-'),
    `# Connection reuse

6 requests · 1 failed · 2 connections opened · reused 3 times, 60%

## In all

| What | How much |
| --- | ---: |
| Requests | 6 |
| Requests that failed | 1 |
| Connections opened | 2 |
| Times a connection was reused | 3 |
| DNS lookups | 2 |
| TLS handshakes | 2 |
| TLS sessions resumed in them | 1 |
| Time of all requests | 334 ms |
| Of it in handshakes | 244 ms |
| Saved by reuse, estimated | at least 242 ms |

## Opened because

| Reason | Connections |
| --- | ---: |
| first-request | 1 |
| server-closed-idle | 1 |

## Closed because

| Reason | Connections |
| --- | ---: |
| server-closed-idle | 1 |
| server-sent-close | 1 |

## By origin

| Origin | Hops | Opened | Reused | DNS lookups | TLS handshakes | In handshakes | Handshake, median | Saved, estimated |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| \`https://api.test\` | 4 | 2 | 2 | 2 | 2 | 242 ms | 121 ms | 242 ms |
| \`http://other.test\` | 1 | 0 | 1 | 0 | 0 | — | not measured | not measured |
| \`http://127.0.0.1:8080\` | 1 | 0 | 0 | 0 | 0 | 2 ms | not measured | — |

${savingAssumption}

Where connections had been opened before, no handshake was measured, and what their reuse saved is not known
`,
  );
});

test('as JSON, with the names of OpenTelemetry', () => {
  const json = reportJson(reportOf(tour)) as {
    readonly estimatedSavedMs: number;
    readonly savedIsWhole: boolean;
    readonly metrics: Metrics;
    readonly origins: readonly { readonly medianHandshakeMs: number; readonly metrics: Metrics }[];
  };
  assert.deepEqual([json.estimatedSavedMs, json.savedIsWhole], [242.2, false]);
  const { metrics } = json;
  assert.deepEqual(metrics['http.client.open_connections'], {
    unit: '{connection}',
    attributes: { 'http.connection.state': 'idle' },
    value: 0,
  });
  assert.deepEqual(
    [
      metrics['http.client.connection.duration']?.['count'],
      metrics['http.client.connection.duration']?.['sum'],
      metrics['http.client.request.duration']?.['count'],
    ],
    [2, 7.15, 6],
  );
  const duration = metrics['http.client.connection.duration'];
  assert.equal((duration?.['explicitBounds'] as number[]).at(-1), 300);
  assert.deepEqual(duration?.['bucketCounts'], [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  const [origin, , refused] = json.origins;
  assert.equal(origin?.medianHandshakeMs, 121.1);
  const attributes = origin.metrics['http.client.open_connections']?.['attributes'];
  const parts = { 'server.address': 'api.test', 'server.port': 443, 'url.scheme': 'https' };
  assert.deepEqual(attributes, { ...parts, 'http.connection.state': 'idle' });
  assert.equal(refused?.medianHandshakeMs, null);
});

type Metrics = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

test('nearly all is not all', () => {
  const report = createReuseReport();
  addExchange(report, exchange([hop({ connection: newConnection() })]));
  for (let each = 0; each < 999; each += 1) addExchange(report, exchange());
  assert.match(reportMarkdown(report), /1 connection opened · reused 999 times, 99%/);
});

test('what was never measured is unknown, not nothing', () => {
  assert.equal(savingInAll(reportOf([exchange()])).kind, 'unmeasured');
  assert.equal(savingInAll(reportOf([])).kind, 'none');
});

/** `openings` cold sends of 10, 20, 30 ms, then what is given. */
function savedBy(exchanges: readonly Exchange[], openings = 3): number | string {
  const report = createReuseReport();
  for (let opening = 1; opening <= openings; opening++) {
    const phases = { ...noPhases, tcp: 10 * opening };
    addExchange(report, exchange([hop({ phases, connection: newConnection({ id: opening }) })]));
  }
  for (const each of exchanges) addExchange(report, each);
  const saving = savingInAll(report);
  return saving.kind === 'estimated' ? saving.ms : saving.kind;
}

test('a reuse saves the median handshake with its origin', () => {
  assert.equal(savedBy([exchange(), exchange()]), 40);
  assert.equal(savedBy([exchange([hop({ url: 'http://b.test/' })])]), 'unmeasured');
  assert.equal(savedBy([]), 'none');
});

test('streams of HTTP/2 that waited for the connection save what they did not wait', () => {
  const stream = (queued: number) =>
    exchange([
      hop({
        phases: { ...noPhases, queued, wait: 5 },
        connection: connection({ protocol: 'h2', idleMs: null }),
      }),
    ]);
  assert.equal(savedBy([stream(0), stream(18)]), 22);
  assert.equal(savedBy([stream(50)]), 0, 'never less than nothing');
});

test('what a handle of its own would have reused from hop to hop is no saving', () => {
  const first = hop({ connection: newConnection({ id: 3 }), phases: { ...noPhases, tcp: 20 } });
  const second = hop({ cause: 'redirect', url: 'https://api.test/b' });
  assert.equal(savedBy([exchange([first, second])]), 'none');
  assert.equal(savedBy([exchange([hop(), second])]), 20, 'the first hop found one open');
  const elsewhere = hop({ cause: 'redirect', url: 'http://b.test/' });
  assert.equal(savedBy([exchange([first, elsewhere])]), 'unmeasured');
});

test('a run over connections that were open knows their handshakes from before', () => {
  const [first, second] = tour;
  assert.ok(first && second);
  const window = reportOf([first, second]);
  const run = createReuseReport(window);
  addExchange(run, second);
  const saving = savingInAll(run);
  assert.deepEqual(
    [saving.kind, saving.isWhole, saving.kind === 'estimated' && Math.round(saving.ms)],
    ['estimated', true, 121],
  );
});

test('requests fail, not their hops: one that was sent again with success did not', () => {
  const died = hop({
    connection: connection({ closedBecause: because('server-reset-idle', { connection: 3 }) }),
    response: null,
    failure: failure({ code: 'connection-reset' }),
  });
  const again = hop({ cause: 'stale-retry', connection: newConnection(), phases: coldPhases });
  const text = reportMarkdown(reportOf([exchange([died, again])]));
  assert.match(text, /^1 request · 1 connection opened · reused 1 time, 50%$/m);
  assert.match(
    text,
    /\| Requests that failed \| 0 \|\n\| Hops, with redirects and retries \| 2 \|/,
  );
});

test('its size does not grow with the exchanges', () => {
  const report = createReuseReport();
  const [first] = tour;
  assert.ok(first);
  addExchange(report, first);
  const before = JSON.stringify(reportJson(report)).length;
  for (let sends = 0; sends < 10_000; sends++) addExchange(report, exchange());
  assert.ok(JSON.stringify(reportJson(report)).length < before + 200);
});
