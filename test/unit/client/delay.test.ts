/** Whether and when `# @retry` sends again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryDelayMs } from '../../../src/client/delay.ts';
import type { Hop } from '../../../src/client/exchange.ts';
import { failure, hop } from '../insight/exchanges.ts';

const rule = { times: 3, backoffMs: 1000, statuses: [503] };
const now = Date.parse('2026-01-31T12:00:00Z');

/** `chance` from 0 to 1 takes as much of a quarter off the backoff. */
function check(
  what: string,
  after: Hop,
  expected: number | null,
  { tries = 0, chance = 0 } = {},
): void {
  test(what, () => {
    const delay = retryDelayMs(
      rule,
      after,
      tries,
      () => chance,
      () => now,
    );
    assert.equal(delay, expected);
  });
}

check('a status of the rule', answer(503), 1000);
check('another status', answer(500), null);
check('a failure of the connection', failed('connection-refused'), 1000);
check('what was cancelled', failed('aborted'), null);
check('what can not be sent', failed('not-supported'), null);
check('the backoff is doubled each time', answer(503), 4000, { tries: 2 });
check('up to a quarter is taken off', answer(503), 1500, { tries: 1, chance: 1 });
check('as often as the rule says', answer(503), null, { tries: 3 });
check('the server says seconds', answer(503, '7'), 7000, { tries: 2 });
check('the server says a date', answer(503, 'Sat, 31 Jan 2026 12:00:05 GMT'), 5000);
check('a date that has gone by', answer(503, 'Sat, 31 Jan 2026 11:00:00 GMT'), 0);
check('no more than a minute', answer(503, '3600'), 60_000);
check('what is neither', answer(503, 'soon'), 1000);

test('without a rule', () => {
  assert.equal(retryDelayMs(null, answer(503), 0), null);
});

function answer(status: number, retryAfter?: string): Hop {
  const headers = retryAfter === undefined ? [] : [['retry-after', retryAfter] as const];
  return hop({ response: { status, statusText: '', httpVersion: '1.1', headers } });
}

function failed(code: 'connection-refused' | 'aborted' | 'not-supported'): Hop {
  return hop({ response: null, failure: failure({ code }) });
}
