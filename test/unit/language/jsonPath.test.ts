import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPathAt } from '../../../src/language/jsonPath.ts';

test('the path leads to the value at the place', () => {
  check('{"a":{"b":[1,{"c":"|x"}]}}', '$.a.b[1].c');
  check('{"a b":{"it\'s":|1}}', "$['a b']['it\\'s']");
  check('|{"a":1}', '$');
  check('[10,|20]', '$[1]');
  check('{"|name": 1}', '$.name');
  check('{"a":{|', '$.a');
  check('|', '$');
});

function check(marked: string, expected: string): void {
  const offset = marked.indexOf('|');
  assert.equal(jsonPathAt(marked.replace('|', ''), offset), expected);
}
