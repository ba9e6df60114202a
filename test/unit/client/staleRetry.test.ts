import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hop } from '../../../src/client/exchange.ts';
import { isStale } from '../../../src/client/staleRetry.ts';

type Case = Partial<{
  method: string;
  reused: boolean;
  bytes: number;
  code: string;
  written: boolean;
}>;

function hopOf({
  method = 'GET',
  reused = true,
  bytes = 0,
  code = 'closed-before-response',
}: Case): Hop {
  return { method, connection: { reused }, responseBytes: bytes, failure: { code } } as Hop;
}

function check(
  name: string,
  given: Case,
  policy: 'idempotent' | 'all' | 'never',
  expected: boolean,
): void {
  test(`${name} (${policy}): ${expected ? 'sent again' : 'not sent again'}`, () => {
    assert.equal(isStale(hopOf(given), given.written ?? true, policy), expected);
  });
}

check('GET over a reused connection that ended', {}, 'idempotent', true);
check(
  'GET over a reused connection that was reset',
  { code: 'connection-reset' },
  'idempotent',
  true,
);
check('DELETE', { method: 'DELETE' }, 'idempotent', true);
check('POST that may have been written', { method: 'POST' }, 'idempotent', false);
check('POST that was never written', { method: 'POST', written: false }, 'idempotent', true);
check('POST that may have been written', { method: 'POST' }, 'all', true);
check('GET that may have been written', {}, 'never', false);
check('GET that was never written', { written: false }, 'never', true);
check('a new connection', { reused: false }, 'all', false);
check('after the first byte of the answer', { bytes: 1 }, 'all', false);
check('a timeout', { code: 'timeout' }, 'all', false);
