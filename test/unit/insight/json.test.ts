import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { exchangeJson } from '../../../src/insight/exchangeJson.ts';
import { problemJson, problemText } from '../../../src/insight/problemJson.ts';
import {
  emptySummary,
  summaryJson,
  summaryText,
  withExchange,
} from '../../../src/insight/summary.ts';
import {
  because,
  coldPhases,
  exchange,
  failure,
  hop,
  newConnection,
  warmPhases,
} from './exchanges.ts';

/** The shapes are compared as text: the order of the keys is a part of the contract. */
test('an exchange of two hops, to the letter', () => {
  const stale = because('stale-retry', { connection: 3 });
  const closed = because('server-sent-close', { connection: 4 });
  const given = exchange([
    hop({
      response: null,
      phases: { ...noPhases, send: 0.12345 },
      failure: failure({
        code: 'closed-before-response',
        phase: 'wait',
        host: 'api.test',
        port: 443,
      }),
    }),
    hop({
      cause: 'stale-retry',
      startedAtMs: 0.12345,
      connection: newConnection({ openedBecause: stale, closedBecause: closed }),
      phases: coldPhases,
    }),
  ]);
  const phases =
    '{"queued":null,"proxy":null,"dns":2.1,"tcp":11,"tls":108,"send":0.3,"wait":22,"download":4.6}';
  const summed = phases.replace('"send":0.3', '"send":0.423');
  const last =
    '{"id":4,"pool":"default","reused":false,"openedBecause":"stale-retry","closedBecause":"server-sent-close","requestsBefore":0,"idleMs":null,"remoteAddress":"127.0.0.1","localPort":50123,"protocol":"http/1.1","tlsVersion":"TLSv1.3","tlsResumed":false}';
  const first =
    '{"id":3,"pool":"default","reused":true,"openedBecause":null,"closedBecause":null,"requestsBefore":4,"idleMs":4100,"remoteAddress":"127.0.0.1","localPort":50123,"protocol":"http/1.1","tlsVersion":"TLSv1.3","tlsResumed":false}';
  const url = 'https://api.test/items?page=2';
  const message =
    "api.test:443 closed the connection without answering. Look in the server's log, then send again";
  assert.equal(
    JSON.stringify(exchangeJson(given)),
    `{"type":"exchange","file":"demo.http","name":null,"title":"Items","line":3,"method":"GET","url":"${url}",` +
      `"status":200,"httpVersion":"1.1","connection":${last},"phases":${summed},"total":148.123,` +
      `"requestBytes":246,"responseBytes":912,"hops":[` +
      `{"cause":"first","method":"GET","url":"${url}","status":null,"httpVersion":null,"connection":${first},` +
      `"phases":{"queued":null,"proxy":null,"dns":null,"tcp":null,"tls":null,"send":0.123,"wait":null,"download":null},` +
      `"total":0.123,"startedAtMs":0,"failure":{"code":"closed-before-response","phase":"wait","message":"${message}"}},` +
      `{"cause":"stale-retry","method":"GET","url":"${url}","status":200,"httpVersion":"1.1","connection":${last},` +
      `"phases":${phases},"total":148,"startedAtMs":0.123,"failure":null}],"failure":null,"assertions":[]}`,
  );
});

test('where no connection was established it is null, and the failure says why', () => {
  const json = exchangeJson(
    exchange([hop({ response: null, connection: null, phases: noPhases, failure: failure() })]),
  );
  assert.deepEqual(
    { ...json, hops: [] },
    {
      ...json,
      status: null,
      httpVersion: null,
      connection: null,
      failure: {
        code: 'connection-refused',
        phase: 'tcp',
        message: 'Connection to 127.0.0.1:8080 was refused. Is the server running?',
      },
      hops: [],
    },
  );
});

test('a problem, to the letter', () => {
  const problem = {
    message: 'Say where',
    severity: 'error',
    code: 'missing-url',
    column: 5,
    line: 3,
    file: 'demo.http',
  } as const;
  assert.equal(
    JSON.stringify(problemJson(problem)),
    '{"type":"problem","file":"demo.http","line":3,"column":5,"code":"missing-url","severity":"error","message":"Say where"}',
  );
  assert.equal(problemText(problem), 'demo.http:3:5: error: Say where');
});

test('a summary counts hops for connections and lookups, exchanges for failures', () => {
  const summary = [
    exchange([hop({ connection: newConnection(), phases: coldPhases })]),
    exchange([hop({ phases: warmPhases }), hop({ cause: 'redirect', phases: warmPhases })]),
    exchange([
      hop({
        response: null,
        connection: null,
        phases: { ...noPhases, tcp: 2 },
        failure: failure(),
      }),
    ]),
  ].reduce(withExchange, emptySummary);
  assert.equal(
    JSON.stringify(summaryJson(summary, 2)),
    '{"type":"summary","requests":5,"failed":1,"notSent":2,"connectionsOpened":1,"connectionsReused":2,"dnsLookups":1,"tlsHandshakes":1,"handshakeMs":123.1,"totalMs":174}',
  );
  assert.equal(
    summaryText(summary, 2),
    '3 sent · 1 failed · 2 not sent · 1 connection opened · reused 2 times · handshakes 123 ms of 174 ms',
  );
});

test('a summary of nothing', () => {
  const many = { ...emptySummary, sent: 2, totalMs: 20 };
  assert.match(summaryText(many, 0, true), / of \S+ ms \(sums over requests side by side\)$/);
  assert.doesNotMatch(summaryText(many, 0), /sums/);
  assert.equal(summaryText(emptySummary, 0), '0 sent · 0 connections opened · reused 0 times');
});
