import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../../src/client/trace.ts';
import { createTraceText, traceLines } from '../../../src/insight/traceText.ts';
import { because, failure } from './exchanges.ts';

const endpoint = {
  remoteAddress: '::1',
  remotePort: 8443,
  localPort: 50123,
  passedBy: ['127.0.0.1:8443'],
  protocol: 'http/1.1' as const,
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'TLS_AES_256_GCM_SHA384',
  tlsResumed: true,
};

test('the pool tells its decisions with connections and reasons', () => {
  check({ kind: 'hop', cause: 'first', method: 'GET', url: 'https://u:p@api.test/' }, [
    '* GET https://***@api.test/',
  ]);
  check({ kind: 'hop', cause: 'stale-retry', method: 'GET', url: 'https://api.test/' }, [
    '* Sending again, for the connection was dead: GET https://api.test/',
  ]);
  check({ kind: 'reusing', connection: 3, requestsBefore: 1, idleMs: 4100 }, [
    '* Reusing connection #3: 1 request before, idle 4.1 s',
  ]);
  check(
    {
      kind: 'opening',
      connection: 4,
      origin: 'https://api.test:443',
      because: because('server-closed-idle', { connection: 3, idleMs: 5000 }),
    },
    ['* Opening connection #4 to https://api.test:443: the server closed #3 after 5.0 s idle'],
  );
  check({ kind: 'opened', connection: 4, endpoint, handshakeMs: 12.34 }, [
    '* Connection #4 established to [::1]:8443 from port 50123, after 127.0.0.1:8443 did not take it, http/1.1, handshake 12.3 ms',
  ]);
  const unix = { ...endpoint, remoteAddress: '/run/app.sock', remotePort: 0, localPort: 0 };
  check(
    { kind: 'opened', connection: 4, endpoint: { ...unix, tlsVersion: null }, handshakeMs: 1 },
    ['* Connection #4 established to the socket /run/app.sock, http/1.1, handshake 1.0 ms'],
  );
  check({ kind: 'kept', connection: 4, origin: 'https://api.test:443' }, [
    '* Connection #4 to https://api.test:443 left intact',
  ]);
  check(
    { kind: 'closed', connection: 4, because: because('server-sent-close', { connection: 4 }) },
    ['* Connection #4 closed: the server sent Connection: close on #4'],
  );
  check({ kind: 'response-end', connection: 4, bodyBytes: 1 }, ['* Received a body of 1 byte']);
});

test('heads are as on the wire, without their secrets', () => {
  check(
    {
      kind: 'request-head',
      connection: 4,
      head: {
        method: 'POST',
        path: '/login?token=abc',
        httpVersion: '1.1',
        headers: [
          ['host', 'api.test'],
          ['Authorization', 'Bearer abc'],
        ],
      },
      bodyBytes: 12,
    },
    [
      '> POST /login?token=*** HTTP/1.1',
      '> host: api.test',
      '> Authorization: Bearer ***',
      '>',
      '* Sending a body of 12 bytes',
    ],
  );
  check(
    {
      kind: 'wire',
      connection: 4,
      event: {
        kind: 'response-head',
        head: {
          status: 200,
          statusText: '',
          httpVersion: '1.0',
          headers: [
            ['Set-Cookie', 'sid=abc; Path=/'],
            ['X-Evil', 'a\u001b[2Jb'],
          ],
        },
      },
    },
    ['< HTTP/1.0 200', '< Set-Cookie: sid=***; Path=/', '< X-Evil: a\\x1b[2Jb', '<'],
  );
});

test('a failure has its sentence, and what it was told when that says more', () => {
  const sentence = '* Connection to 127.0.0.1:8080 was refused. Is the server running?';
  check({ kind: 'failed', failure: failure({ detail: '' }) }, [sentence]);
  check({ kind: 'failed', failure: failure() }, [
    sentence,
    '* It was told: connect ECONNREFUSED 127.0.0.1:8080',
  ]);
});

test('what a body was sent as a secret is not seen in the head of its answer', () => {
  const body = new TextEncoder().encode('{"password":"hunter-22"}');
  const linesOf = createTraceText({ secrets: ['s3cret'], headers: [], body });
  const headers = [['X-Told', 'hunter-22, s3cret']] as const;
  const head = { status: 200, statusText: 'OK', httpVersion: '1.1', headers };
  const lines = linesOf({ kind: 'wire', connection: 4, event: { kind: 'response-head', head } });
  assert.deepEqual(lines, ['< HTTP/1.1 200 OK', '< X-Told: ***, ***', '<']);
});

function check(event: TraceEvent, expected: readonly string[]): void {
  assert.deepEqual(traceLines(event), expected);
}
