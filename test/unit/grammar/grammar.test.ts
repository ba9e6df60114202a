import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { loadGrammar, scopesOf } from './scopes.ts';

const grammar = await loadGrammar();

/** Each piece must be among the text's, in that order, with that scope among its own; '' is none of note. */
function check(
  name: string,
  text: string,
  ...expected: readonly [piece: string, scope: string][]
): void {
  test(`grammar: ${name}`, () => {
    const pieces = scopesOf(grammar, text);
    let from = 0;
    for (const [piece, scope] of expected) {
      const index = pieces.findIndex(([text], at) => at >= from && text === piece);
      assert.ok(index >= 0, `${piece} is no piece of its own in ${JSON.stringify(pieces)}`);
      const scopes = pieces[index]?.[1] ?? '';
      const has =
        scope === ''
          ? !/keyword|string|comment|entity|support/.test(scopes)
          : scopes.includes(scope);
      assert.ok(has, `${piece} has the scopes ${scopes}`);
      from = index + 1;
    }
  });
}

const method = 'keyword.control.method.http';
const url = 'string.unquoted.url.http';
const version = 'constant.language.http-version.http';
const headerName = 'support.type.property-name.header.http';
const headerValue = 'string.unquoted.header-value.http';
const reference = 'variable.other.reference.http';
const json = 'meta.embedded.block.json';
const js = 'meta.embedded.block.javascript';

check(
  'separator and title',
  '### A title',
  ['###', 'punctuation.definition.heading'],
  ['A title', 'entity.name.section'],
);
check(
  'comments',
  '# one\n// two\n/* three\nfour */',
  ['one', 'comment.line'],
  ['two', 'comment.line'],
  ['four', 'comment.block'],
);
check(
  'directive',
  '# @timeout 5 s\n// @name = x',
  ['@timeout', 'keyword.other.directive'],
  ['5 s', 'string.unquoted.directive-value'],
  ['@name', 'keyword.other.directive'],
  ['x', 'string'],
);
check(
  'variable',
  '@host = https://{{h}}/',
  ['host', 'variable.other.definition'],
  ['=', 'keyword.operator'],
  ['https://', 'string'],
  ['h', reference],
);
check(
  'request line',
  'POST https://a.test/{{x}} HTTP/1.1',
  ['POST', method],
  ['https://a.test/', url],
  ['x', reference],
  ['1.1', version],
);
check('request line without a method', 'https://a.test/', ['https://a.test/', url]);
check('request line in lower case', 'patch /x', ['patch', method], ['/x', url]);
check(
  'continuation',
  'GET https://a.test\n  ?a=1\n  &b={{c}} HTTP/2',
  ['?a=1', url],
  ['&b=', url],
  ['c', reference],
  ['HTTP/2', version],
);
check(
  'headers',
  'GET /x\nAccept: */*\n# note\nX-{{a}}: {{b}}',
  ['Accept', headerName],
  [':', 'punctuation.separator'],
  ['*/*', headerValue],
  ['note', 'comment'],
  ['X-', headerName],
  ['a', reference],
  ['b', reference],
);
check(
  'dynamic variable',
  'GET /{{$randomInt 1 2}}',
  ['$randomInt', 'support.function.dynamic'],
  ['1 2', 'constant.other.argument'],
);
check(
  'JSON body',
  'POST /x\n\n{\n# note\n"a": "{{b}}"\n}',
  ['{', json],
  ['# note', 'comment'],
  ['a', 'string.json'],
  ['b', `string.json meta.reference.http ${reference}`],
);
check('JSON body without a blank line', 'POST /x\nA: 1\n{"a": 1}', ['A', headerName], ['{', json]);
check(
  'an open JSON body ends at the separator',
  'POST /x\n\n{"a": {\n### T\nGET /y',
  ['T', 'entity.name.section'],
  ['GET', method],
);
check(
  'an open JSON body ends at a script',
  'POST /x\n\n{"a": {\n> {% b() %}',
  ['>', 'keyword.control.script'],
  ['b()', js],
  ['%}', 'punctuation.section.embedded.end'],
);
check('XML body', 'POST /x\n\n<a>1</a>', ['<a>', 'meta.embedded.block.xml tag.xml']);
check(
  'GraphQL body',
  'POST /x\n\nquery A {\n b\n}\n\n{"c": 1}',
  ['b', 'meta.embedded.block.graphql'],
  ['c', `${json} meta.braces.json string.json`],
);
check(
  'form body',
  'POST /x\n\na=1&b={{c}}',
  ['a', 'support.type.property-name.form'],
  ['=', 'keyword.operator'],
  ['1', 'string'],
  ['c', reference],
);
check(
  'file body',
  'POST /x\n\n<@utf8 ./a.json',
  ['<', 'keyword.control.file'],
  ['./a.json', 'string.unquoted.path'],
);
check(
  'text body',
  'POST /x\n\nplain {{a}} text\nA: 1',
  ['plain', ''],
  ['a', reference],
  ['A: 1', ''],
);
check(
  'scripts',
  '< {%\n a({})\n%}\nGET /x\n\n> ./b.js',
  ['<', 'keyword.control.script'],
  ['a(', js],
  ['GET', method],
  ['./b.js', 'string.unquoted.path'],
);
check(
  'brace scripts',
  '{{@request\n a()\n}}\nGET /x',
  ['@request', 'keyword.control.script'],
  ['a()', js],
  ['GET', method],
);
check(
  'assertion',
  'GET /x\n\n?? status == 200',
  ['??', 'keyword.control.assertion'],
  ['status', 'support.type'],
  ['==', 'keyword.operator'],
  ['200', 'constant.numeric'],
);
check(
  'response files',
  'GET /x\n\n>>! ./a.json\n<> ./b.json',
  ['>>!', 'keyword.control.redirection'],
  ['./a.json', 'string'],
  ['<>', 'keyword.control.redirection'],
);
check(
  'request without a separator',
  'GET https://a.test/\n\nPOST https://b.test/\nA: 1',
  ['GET', method],
  ['POST', method],
  ['A', headerName],
);
check(
  'pasted response',
  'HTTP/1.1 404 Not Found\nA: 1\n\n{"b": 1}',
  ['HTTP/1.1', version],
  ['404', 'constant.numeric.status'],
  ['A', headerName],
  ['{', json],
);
check(
  'curl',
  'curl -X PUT https://a.test/{{b}} \\\n  -d 1',
  ['curl', method],
  ['-X', 'option.shell'],
  ['b', reference],
  ['-d', 'option.shell'],
);
check(
  'import and run',
  'import ./a.http\nrun #B',
  ['import', 'keyword.control.import'],
  ['./a.http', 'string'],
  ['run', 'keyword.control.import'],
);

test('grammar: every file of the corpus and a very long line are read to their end', () => {
  const folder = new URL('../../corpus/', import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.http'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  for (const text of [
    ...texts,
    `GET https://a.test/?${'x y'.repeat(20_000)}`,
    `GET /\nA${'{'.repeat(20_000)}`,
  ]) {
    const ink = scopesOf(grammar, text)
      .map(([piece]) => piece)
      .join('');
    assert.equal(ink.replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
});
