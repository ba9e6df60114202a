import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { previousOf } from '../../../src/insight/previousResponse.ts';

function exchange(name: string, startedAt: number): Exchange {
  const source = { file: 'a.http', name, title: null, line: 1 };
  return { source, method: 'GET', url: 'http://a.test/', startedAt } as unknown as Exchange;
}

test('the response before is the newest older one of the same request, in whatever order they are kept', () => {
  const [first, second, other] = [exchange('a', 1), exchange('a', 2), exchange('b', 3)] as const;
  const last = exchange('a', 4);
  const later = exchange('a', 5);
  assert.equal(previousOf([later, second, last, other, first], last), second);
  assert.equal(previousOf([first, other], first), null);
  assert.equal(previousOf([other], last), null);
  const twin = exchange('a', 4);
  assert.equal(previousOf([first, twin, last], last), twin);
});
