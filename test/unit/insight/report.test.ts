/** The report of a small tour, word for word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { reportJson } from '../../../src/insight/reportJson.ts';
import { reportMarkdown } from '../../../src/insight/reportMarkdown.ts';
import { addExchange, createReuseReport, savedMs } from '../../../src/insight/reuseReport.ts';
import {
  because,
  coldPhases,
  connection,
  exchange,
  failure,
  hop,
  newConnection,
  noPhases,
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

6 requests · 2 connections opened · 3 reused · 60% reused · 1 failed

## In all

| What | How much |
| --- | ---: |
| Requests | 6 |
| Failed | 1 |
| Connections opened | 2 |
| Requests on a reused connection | 3 |
| DNS lookups | 2 |
| TLS handshakes | 2, 1 resumed |
| Time in handshakes | 244 ms of 334 ms |
| Saved by reuse, estimated | at least 242 ms |

## By origin

| Origin | Requests | Opened | Reused | DNS lookups | TLS handshakes | In handshakes | Saved, estimated |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| \`https://api.test\` | 4 | 2 | 2 | 2 | 2, 1 resumed | 242 ms | 242 ms |
| \`http://other.test\` | 1 | 0 | 1 | 0 | 0 | — | — |
| \`http://127.0.0.1:8080\` | 1 | 0 | 0 | 0 | 0 | 2 ms | — |

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
`,
  );
});

test('as JSON, with the names of OpenTelemetry', () => {
  const json = reportJson(reportOf(tour)) as {
    readonly estimatedSavedMs: number;
    readonly savedIsWhole: boolean;
    readonly metrics: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  assert.deepEqual([json.estimatedSavedMs, json.savedIsWhole], [242.2, false]);
  const { metrics } = json;
  assert.deepEqual(metrics['http.client.open_connections'], { unit: '{connection}', value: 0 });
  assert.deepEqual(
    [
      metrics['http.client.connection.duration']?.['count'],
      metrics['http.client.connection.duration']?.['sum'],
      metrics['http.client.request.duration']?.['count'],
    ],
    [2, 7.15, 6],
  );
});

test('nearly all is not all', () => {
  const report = createReuseReport();
  addExchange(report, exchange([hop({ connection: newConnection() })]));
  for (let each = 0; each < 999; each += 1) addExchange(report, exchange());
  assert.match(reportMarkdown(report), /1 connection opened · 999 reused · 99% reused/);
});

test('what was never measured is unknown, not nothing', () => {
  assert.equal(savedMs(reportOf([exchange()])), null);
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
