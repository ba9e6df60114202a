/** What the library would take for something else is refused, and what it reads is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPathAt } from '../../../src/language/jsonPath.ts';
import { jsonPathFault } from '../../../src/request/jsonPathFault.ts';
import { resolveText } from './resolving.ts';

const fine =
  "$ $.token token items[0] $.[0] $.items.[0].id $.items[0].id $.items[-1:].id $.items[0,1].id $.items[*].id $.* $..id $..[0] $..* $['token'] $[\"token\"] $['x.y'] $['a','b'] $.a-b $.$d $.日 $.items.length $.items[0]~ $.items[0].id^ $.items[0:2:1] $.items[token] $.token@string() $.a(b) $['it\\'s']";
const wrong =
  "$. $[ $.[ $.token. $.. $...id $.items[0 $.items] $['token $[] $.items[0]id $items ['a'b] $[,]";

test('paths that can be read', () => {
  for (const path of [...fine.split(' '), "$['a b']", '$.a b', '$[ 0 ]']) {
    assert.equal(jsonPathFault(path), null, path);
  }
  assert.equal(jsonPathFault(jsonPathAt('{"a b": [{"it\'s": 1}]}', 19)), null);
});

test('paths that break off, filters and scripts are told in words', () => {
  for (const path of wrong.split(' '))
    assert.match(jsonPathFault(path) ?? '', /can't be read/, path);
  assert.equal(
    jsonPathFault('$.items[?(@.id==1)].name'),
    'the JSONPath `$.items[?(@.id==1)].name` has one of the filters, which are not supported: name the place, such as `$.items[0].id`',
  );
  assert.match(jsonPathFault('$.items[(@.length-1)]') ?? '', /scripts/);
  assert.match(jsonPathFault('$.items[?@.id]') ?? '', /filters/);
});

test('they are found before anything is sent, XPath is let pass', () => {
  const problems = (reference: string): readonly string[] =>
    resolveText(
      `# @name l\nGET http://a.test/\n###\nGET http://a.test/{{${reference}}}\n`,
    ).problems.map(({ message }) => message);
  assert.deepEqual(problems('l.response.body.$.token'), []);
  assert.deepEqual(problems('l.response.body.//item[1]/@id'), []);
  assert.deepEqual(problems('l.response.body.asXml.//a['), []);
  assert.deepEqual(problems('l.response.body.$.['), [
    "`l.response.body.$.[`: the JSONPath `$.[` can't be read from `.[` on: write it such as `$.items[0].id`",
  ]);
  assert.match(problems('l.response.body.asJson.$.a.')[0] ?? '', /from `\.` on/);
});
