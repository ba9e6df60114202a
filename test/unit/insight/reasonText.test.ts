import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  curlWording,
  describeClosed,
  describeOpened,
  shortOpened,
} from '../../../src/insight/reasonText.ts';
import {
  closedCodes,
  differences,
  type Because,
  type OpenedCode,
} from '../../../src/pool/reasons.ts';
import { because } from './exchanges.ts';

const openedCodes: readonly OpenedCode[] = [
  'first-request',
  'fresh-connection',
  'all-busy',
  'streams-exhausted',
  'stale-retry',
  ...differences,
  ...closedCodes,
];

const facts = { connection: 3, served: 5, idleMs: 5000, ageMs: 90_000, limit: 118_000 };

test('every cause has a sentence of its own, with its numbers or without', () => {
  for (const describe of [describeOpened, shortOpened]) {
    for (const known of [facts, {}]) {
      const sentences = openedCodes.map((code) => describe(because(code, known), 'api.test'));
      for (const sentence of sentences) checkSentence(sentence);
      assert.equal(new Set(sentences).size, openedCodes.length, 'two causes sound the same');
    }
  }
});

test('every cause but the first and the fresh one names its connection', () => {
  for (const code of openedCodes) {
    const sentence = describeOpened(because(code, facts), 'api.test');
    assert.equal(/#3\b/.test(sentence), code !== 'first-request', sentence);
  }
});

test('the end of a connection sounds the same for it and for its successor', () => {
  for (const code of closedCodes) {
    assert.equal(describeClosed(because(code, facts)), describeOpened(because(code, facts)));
  }
});

test('the sentences of the product', () => {
  check('server-closed-idle', {}, 'the server closed #3 after 5.0 s idle');
  check('server-sent-close', {}, 'the server sent Connection: close on #3 after 5 requests');
  check(
    'server-sent-close',
    { served: 1 },
    'the server sent Connection: close on #3 after 1 request',
  );
  check(
    'max-idle',
    { idleMs: 119_000 },
    'the pool closed #3 after 119 s idle, the limit being 118 s',
  );
  check(
    'max-lifetime',
    { limit: 86_400_000 },
    'the pool closed #3 90.0 s after it was opened, the limit being 24 h',
  );
  check(
    'evicted-pool-full',
    { limit: 100 },
    '#3 had been idle longest when the pool was full, at most 100 kept idle',
  );
  check('first-request', {}, 'it is the first request to api.test');
  check(
    'first-request',
    { beside: { kind: 'closed', connection: 2, difference: 'different-proxy' } },
    'it is the first request to api.test with this proxy setting; #2, which had another, is closed',
  );
  check(
    'first-request',
    { beside: { kind: 'other-port', connection: 2, port: 8080 } },
    'it is the first request to api.test; #2 is open to port 8080 of that host',
  );
  check(
    'server-closed-idle',
    { connection: null, idleMs: null },
    'the server closed the connection',
  );
});

test("curl's wording has our numbers, or an ellipsis", () => {
  assert.equal(
    curlWording(because('max-idle', facts)),
    'Too old connection (5000 ms idle, max idle is 118000 ms), disconnect it',
  );
  assert.equal(
    curlWording(because('max-idle')),
    'Too old connection (… ms idle, max idle is … ms), disconnect it',
  );
});

test('only where curl says nothing of its own is there no wording', () => {
  assert.deepEqual(
    openedCodes.filter((code) => curlWording(because(code, facts)) === null),
    [
      'first-request',
      'fresh-connection',
      'all-busy',
      'different-ip-version',
      'different-local-address',
      'different-unix-socket',
      'different-connect-to',
      'different-scheme',
      'different-proxy',
      'different-credentials',
      'ping-failed',
    ],
  );
});

function check(code: OpenedCode, known: Partial<Because<OpenedCode>>, expected: string): void {
  assert.equal(describeOpened(because(code, { ...facts, ...known }), 'api.test'), expected);
}

function checkSentence(sentence: string): void {
  assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|\s{2}|^\s|\s$|\.$/);
  assert.match(sentence, /^\S.{7,}$/);
}
