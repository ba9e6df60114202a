import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import { namedRequests } from '../../../src/request/requestNames.ts';
import { problemsIn } from './resolving.ts';

const one = '# @name login\nGET http://a.test/\n\n###\n';

test('the second request of a name is told of, the first is not', () => {
  assert.deepEqual(problemsIn(`${one}# @name login\nGET http://b.test/\n`), [
    'duplicate-name: # @name login',
  ]);
  assert.deepEqual(problemsIn('# @name login\nGET http://b.test/\n'), []);
  assert.deepEqual(problemsIn(`${one}# @name other\nGET http://b.test/\n`), []);
});

test('a title gives way to a name, and is no second one', () => {
  const titled = '### login\nGET http://t.test/\n\n###\n';
  const named = '# @name login\nGET http://n.test/\n\n###\n';
  for (const text of [titled + named, named + titled, titled + named + titled]) {
    assert.deepEqual(problemsIn(text), []);
    const requests = requestsOf(parse(text));
    assert.equal(namedRequests(requests)('login')?.request.target.text, 'http://n.test/');
  }
  const [, last] = requestsOf(parse(titled + titled));
  assert.equal(namedRequests(requestsOf(parse(titled + titled)))('login')?.offset, last?.offset);
});

test('a file of many blocks is looked through as well', () => {
  const many = 'GET http://a.test/\n\n###\n'.repeat(3000);
  assert.equal(problemsIn(`${one}${many}# @name login\nGET http://b.test/\n`).length, 1);
  assert.equal(problemsIn(`${many}${one}# @name login\nGET http://b.test/\n`).length, 1);
  assert.equal(problemsIn(`${many}# @name login\nGET http://b.test/\n`).length, 0);
});
