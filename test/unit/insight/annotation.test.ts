import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange, NotFollowed } from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { annotate, type Annotation } from '../../../src/insight/annotation.ts';
import {
  because,
  coldPhases,
  connection,
  exchange,
  failure,
  hop,
  newConnection,
  warmPhases,
} from './exchanges.ts';

test('a reused connection', () => {
  check(exchange(), 'plain', '200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s');
});

test('a new one with its reason and its handshake', () => {
  check(
    exchange([hop({ connection: newConnection(), phases: coldPhases })]),
    'attention',
    '200 · 148 ms · ＋ #4 new: server closed #3 after 5.0 s idle · handshake 121 ms',
  );
});

test('in short: status, time and connection; of what is not as it should be nothing is left out', () => {
  const short = (sent: Exchange): string => annotate(sent, 'short').text;
  assert.equal(short(exchange()), '200 · 12 ms · ↻ #3');
  const unverified = connection({ tlsVerified: false });
  assert.equal(
    short(exchange([hop({ connection: unverified })])),
    '200 · 12 ms · ↻ #3 · TLS not verified',
  );
  const cold = exchange([hop({ connection: newConnection(), phases: coldPhases })]);
  assert.equal(short(cold), '200 · 148 ms · ＋ #4');
  const failed = exchange([hop({ response: null, connection: null, failure: failure() })]);
  assert.equal(short(failed), annotate(failed).text);
});

test('the first one is no reason to worry, and names the host as the URL does', () => {
  const first = newConnection({ id: 1, openedBecause: because('first-request') });
  check(
    exchange([hop({ connection: first, phases: coldPhases, url: 'http://127.0.0.1:8080/' })]),
    'plain',
    '200 · 148 ms · ＋ #1 new: first to 127.0.0.1:8080 · handshake 121 ms',
  );
});

test('a failure before there was a connection', () => {
  const phases = { ...noPhases, dns: 0.3, tcp: 1.9 };
  check(
    exchange([hop({ response: null, connection: null, phases, failure: failure() })]),
    'failed',
    'failed after 2 ms · connection refused by 127.0.0.1:8080',
  );
});

test('a failure on a connection says which', () => {
  check(
    exchange([
      hop({
        response: null,
        phases: { ...noPhases, send: 0.1, wait: 1000 },
        failure: failure({ code: 'timeout', phase: 'wait', limit: 1000 }),
      }),
    ]),
    'failed',
    'failed after 1.0 s · no answer within 1 s · on #3, reused',
  );
});

test('a failure that never went near the wire took no time', () => {
  const facts = failure({ code: 'not-supported', detail: 'The method CONNECT' });
  check(
    exchange([hop({ response: null, connection: null, phases: noPhases, failure: facts })]),
    'failed',
    'failed · not supported: the method CONNECT',
  );
});

test('a cancelled one', () => {
  const phases = { ...noPhases, send: 1, wait: 499 };
  check(
    exchange([hop({ response: null, phases, failure: failure({ code: 'aborted' }) })]),
    'failed',
    'cancelled after 500 ms · on #3, reused',
  );
});

test('a stale retry is seen, and is not counted as a failure', () => {
  const stale = because('stale-retry', { connection: 3 });
  check(
    exchange([
      hop({ response: null, phases: { ...noPhases, send: 2 }, failure: failure() }),
      hop({
        cause: 'stale-retry',
        connection: newConnection({ openedBecause: stale }),
        phases: coldPhases,
      }),
    ]),
    'attention',
    '200 · 150 ms · ＋ #4 new: #3 died before any byte · handshake 121 ms · 1 stale retry',
  );
});

test('redirects are counted, and so is each handshake', () => {
  const first = newConnection({ openedBecause: because('first-request') });
  check(
    exchange([
      hop({ connection: first, phases: coldPhases }),
      hop({ cause: 'redirect', connection: first, phases: coldPhases }),
      hop({ cause: 'redirect', connection: connection({ idleMs: 0 }), phases: warmPhases }),
      hop({ cause: 'retry', connection: connection({ idleMs: 20 }), phases: warmPhases }),
      hop({ cause: 'retry', connection: connection({ idleMs: 20 }), phases: warmPhases }),
    ]),
    'plain',
    '200 · 332 ms · ↻ #3 reused, request 5, idle 20 ms · 2 handshakes 242 ms · 2 redirects · 2 retries',
  );
});

test('TLS that was not verified is said', () => {
  check(
    exchange([hop({ connection: connection({ tlsVerified: false }) })]),
    'attention',
    '200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s · TLS not verified',
  );
});

test('TLS that was resumed is not reuse, and not said here', () => {
  const first = newConnection({ openedBecause: because('first-request'), tlsResumed: true });
  check(
    exchange([hop({ connection: first, phases: coldPhases })]),
    'plain',
    '200 · 148 ms · ＋ #4 new: first to api.test · handshake 121 ms',
  );
});

test('an error status is no failure, and worth a look', () => {
  const response = { status: 503, statusText: '', httpVersion: '1.1', headers: [] };
  check(
    exchange([hop({ response })]),
    'attention',
    '503 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s',
  );
});

test('a redirect that is the answer says why; who asked for it need not look at it', () => {
  const response = { status: 302, statusText: 'Found', httpVersion: '1.1', headers: [] };
  const left = (because: NotFollowed['because'], location = 'http://x.test/'): Exchange =>
    exchange([hop({ response, notFollowed: { location, because } })]);
  const start = '302 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s';
  check(left('no-redirect'), 'plain', `${start} · not followed: @no-redirect`);
  check(left('setting'), 'plain', `${start} · not followed: settings`);
  check(left('scheme'), 'attention', `${start} · not followed: neither http nor https`);
  check(left('invalid'), 'attention', `${start} · not followed: Location is no URL`);
  check(left('nowhere', ''), 'attention', `${start} · not followed: no Location`);
});

function check(given: Exchange, tone: Annotation['tone'], text: string): void {
  assert.deepEqual(annotate(given), { text, tone });
  // Not by the colour alone.
  assert.equal(/^(?:failed|cancelled)/.test(text), tone === 'failed');
}
