import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsIn } from './resolving.ts';

const one = '# @name login\nGET http://a.test/\n\n###\n';

test('the second request of a name is told of, the first is not', () => {
  assert.deepEqual(problemsIn(`${one}# @name login\nGET http://b.test/\n`), [
    'duplicate-name: # @name login',
  ]);
  assert.deepEqual(problemsIn('# @name login\nGET http://b.test/\n'), []);
  assert.deepEqual(problemsIn(`${one}# @name other\nGET http://b.test/\n`), []);
});

test('a file of many blocks is looked through as well', () => {
  const many = 'GET http://a.test/\n\n###\n'.repeat(3000);
  assert.equal(problemsIn(`${one}${many}# @name login\nGET http://b.test/\n`).length, 1);
  assert.equal(problemsIn(`${many}${one}# @name login\nGET http://b.test/\n`).length, 1);
  assert.equal(problemsIn(`${many}# @name login\nGET http://b.test/\n`).length, 0);
});
