import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cyclesIn, requestCycleWords, variableCycleWords } from '../../../src/request/cycles.ts';
import { atOnce } from '../../../src/request/steps.ts';

/** `a>b,c` is what `a` refers to. */
function check(edges: string, expected: readonly string[]): void {
  test(edges, () => {
    const given = edges.split(' ').map((edge): [string, string[]] => {
      const [name = '', nexts = ''] = edge.split('>');
      return [name, nexts === '' ? [] : nexts.split(',')];
    });
    const found = Array.from(atOnce(cyclesIn(new Map(given))).values(), (way) => way.join(''));
    assert.deepEqual(found.sort(), expected);
  });
}

check('a>b b>c c>', []);
check('a>b b>nobody', []);
check('a>a', ['aa']);
check('a>a,a', ['aa']);
check('a>b b>a', ['aba', 'bab']);
check('a>b b>c c>a d>a', ['abca', 'bcab', 'cabc']);
check('a>b,d b>c c>a d>c', ['abca', 'bcab', 'cabc', 'dcad']);
// What lies between two circles is in none.
check('a>a,b b>c c>c', ['aa', 'cc']);
// The shortest of two.
check('a>b b>a,c c>a', ['aba', 'bab', 'cabc']);

test('a long way is no circle, and a long circle is told of in part', () => {
  const length = 20_000;
  const chain = Array.from({ length }, (_, index): [string, string[]] => {
    return [String(index), [String(index + 1)]];
  });
  assert.equal(atOnce(cyclesIn(new Map(chain))).size, 0);
  const ways = [...atOnce(cyclesIn(new Map([...chain, [String(length), ['0']]]))).values()];
  assert.ok(ways.length > 1);
  assert.ok(ways.reduce((sum, way) => sum + way.length, 0) < 300_000);
  assert.equal(
    variableCycleWords(ways[0] ?? []),
    'The variable `0` refers to itself: 0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → 8 → 19992 more → 0',
  );
});

test('of a long way one name is not worth leaving out', () => {
  const way = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'a'];
  assert.equal(
    requestCycleWords(way),
    '`a` needs itself to be sent first: a → b → c → d → e → f → g → h → i → j → a',
  );
});
