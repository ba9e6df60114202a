import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureCode, SendFailure } from '../../../src/client/exchange.ts';
import { phaseNames } from '../../../src/request/phases.ts';
import { describeFailure, shortFailure } from '../../../src/insight/failureText.ts';
import { failure } from './exchanges.ts';

/** A record, so that a new code does not compile until it is here. */
const codes: Readonly<Record<FailureCode, true>> = {
  'dns-not-found': true,
  'dns-failed': true,
  'connection-refused': true,
  'connection-reset': true,
  'network-unreachable': true,
  'connect-timeout': true,
  'proxy-refused': true,
  'proxy-authentication': true,
  'tls-untrusted': true,
  'tls-expired': true,
  'tls-wrong-name': true,
  'tls-handshake': true,
  'client-certificate': true,
  timeout: true,
  'closed-before-response': true,
  'truncated-response': true,
  'protocol-error': true,
  'too-many-redirects': true,
  'too-large': true,
  'not-supported': true,
  'body-unreadable': true,
  aborted: true,
};
const allCodes = Object.keys(codes) as FailureCode[];

test('every failure names its host and says the way out', () => {
  for (const known of [
    { limit: 1000, detail: 'a reason' },
    { limit: null, detail: '' },
  ]) {
    const sentences = allCodes.map((code) => {
      const sentence = describeFailure(failure({ code, host: 'api.test', port: 443, ...known }));
      assert.match(sentence, /api\.test/);
      // A statement, then a question or an advice.
      assert.match(sentence, /^.{10,}(\. |, and |, or |, which )?.*[A-Z].{8,}$/);
      assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|\s{2}|\.$/);
      return sentence;
    });
    assert.equal(new Set(sentences).size, allCodes.length);
  }
});

test('every failure has a short form', () => {
  for (const code of allCodes) {
    const short = shortFailure(failure({ code }));
    assert.match(short, /^\S.{5,80}$/);
    assert.doesNotMatch(short, /undefined|null|NaN|[.?]$/);
  }
});

test('the limit of each phase says the phase, the limit and the way out', () => {
  const failures = phaseNames.map((phase) =>
    failure({ code: 'timeout', phase, host: 'api.test', port: 443, limit: 1500, ofPhase: true }),
  );
  for (const one of failures) {
    const way = `, or give it more time with # @timeout ${one.phase ?? ''}`;
    assert.match(describeFailure(one), /^.*api\.test.* within 1\.5 s\. [A-Z]/);
    assert.ok(describeFailure(one).endsWith(way), describeFailure(one));
    assert.match(shortFailure(one), /^[a-z].* within 1\.5 s$/i);
  }
  for (const words of [describeFailure, shortFailure])
    assert.equal(new Set(failures.map(words)).size, phaseNames.length);
});

test('the sentences of the product', () => {
  checkSentence(
    { code: 'connection-refused', host: 'api.test', port: 443 },
    'Connection to api.test:443 was refused. Is the server running?',
  );
  checkSentence(
    { code: 'timeout', phase: 'wait', limit: 1000 },
    '127.0.0.1:8080 did not answer within 1 s. Give it more time with # @timeout, or look why it is slow',
  );
  checkSentence(
    { code: 'timeout', phase: 'download', limit: 1500 },
    'The answer of 127.0.0.1:8080 was not complete within 1.5 s. Give it more time with # @timeout, or look why it is slow',
  );
  checkSentence(
    { code: 'not-supported', detail: 'The header Expect' },
    'Not supported yet: the header Expect. Take it out of the request to 127.0.0.1:8080, then send again',
  );
  checkSentence(
    { code: 'connection-refused', host: '::1', port: 9 },
    'Connection to [::1]:9 was refused. Is the server running?',
  );
});

test('of what OpenSSL says, only the part for people is shown', () => {
  checkSentence(
    {
      code: 'tls-handshake',
      detail:
        'C0DC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/x.c:354:',
    },
    'The TLS handshake with 127.0.0.1:8080 failed: wrong version number. Does that port speak TLS? If not, use http',
  );
});

test('what a library said stays short and on one line', () => {
  const sentence = describeFailure(
    failure({ code: 'protocol-error', detail: `two\nlines\u001b[2J${'x'.repeat(500)}` }),
  );
  assert.match(sentence, /: two\\nlines\\x1b\[2Jx+…\. Is it/);
  assert.ok(sentence.length < 300);
});

test('the short form names the addresses that were tried', () => {
  checkShort(['127.0.0.1:8080'], 'connection refused by 127.0.0.1:8080');
  checkShort(['[::1]:80', '127.0.0.1:80'], 'connection refused by [::1]:80 and 127.0.0.1:80');
  checkShort(
    ['[::1]:80', '10.0.0.1:80', '10.0.0.2:80'],
    'connection refused by [::1]:80 and 2 more',
  );
  checkShort([], 'connection refused by 127.0.0.1:8080');
});

function checkSentence(facts: Partial<SendFailure>, expected: string): void {
  assert.equal(describeFailure(failure({ detail: '', ...facts })), expected);
}

function checkShort(addresses: readonly string[], expected: string): void {
  assert.equal(shortFailure(failure({ addresses })), expected);
}
