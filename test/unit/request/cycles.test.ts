import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cyclesIn } from '../../../src/request/cycles.ts';

/** `a>b,c` is what `a` refers to. */
function check(edges: string, expected: readonly string[]): void {
  test(edges, () => {
    const given = edges.split(' ').map((edge): [string, string[]] => {
      const [name = '', nexts = ''] = edge.split('>');
      return [name, nexts === '' ? [] : nexts.split(',')];
    });
    const found = Array.from(cyclesIn(new Map(given)).values(), (way) => way.join(''));
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
  assert.equal(cyclesIn(new Map(chain)).size, 0);
  const circle = new Map([...chain, [String(length), ['0']]]);
  assert.equal(cyclesIn(circle).size, 100);
});
