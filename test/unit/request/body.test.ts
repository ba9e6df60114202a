import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, problemsIn, ready } from './resolving.ts';

/** The body that is sent for a content type ('' for none) and the text after the head. */
function check(contentType: string, written: string, sent: string | null): void {
  test(`${contentType}: ${JSON.stringify(written)} sends ${JSON.stringify(sent)}`, () => {
    const header = contentType === '' ? '' : `Content-Type: ${contentType}\n`;
    assert.equal(bodyOf(`@a = 1\nPOST https://a.test/\n${header}\n${written}`), sent);
  });
}

check('', '', null);
check('', '\n\n  x  \n\n', '  x  ');
check('', '{{a}} ü 🌍', '1 ü 🌍');
check('text/plain', 'a\r\nb\rc\nd', 'a\nb\nc\nd');
check('text/plain', '# kept\n// kept', '# kept\n// kept');
check(
  'application/json',
  '{\n// no\n  # no\n"a": "// yes {{a}}" // yes\n}',
  '{\n"a": "// yes 1" // yes\n}',
);
check('application/vnd.api+json; charset=utf-8', '// no\n1', '1');
check('application/json', '// {{nobody}}\n1', '1');
check('', '{ // kept\n// kept\n}', '{ // kept\n// kept\n}');
check('application/x-ndjson', '{"a": 1}\n{"b": 2}\n', '{"a": 1}\n{"b": 2}\n');
check('multipart/form-data; boundary=b', '--b\nA: 1\n\nx\n--b--', '--b\r\nA: 1\r\n\r\nx\r\n--b--');
check(
  'multipart/form-data; boundary=b',
  '--b\r\nA: 1\r\n\r\nx\r\n--b--',
  '--b\r\nA: 1\r\n\r\nx\r\n--b--',
);
check('application/x-www-form-urlencoded', 'a={{a}}\n&b=2\n  &c=3', 'a=1&b=2&c=3');
check('application/x-www-form-urlencoded', 'a=1 &\nb=x y+z%20', 'a=1&b=x%20y+z%20');
check('application/x-www-form-urlencoded', 'a=1\nb=2', 'a=1\nb=2');
check('application/x-www-form-urlencoded', 'a = 1 &\n b =x y', 'a=1&b=x%20y');
check('application/x-ndjson', '{"a": 1}', '{"a": 1}\n');

test('no content type is added to what is written', () => {
  assert.deepEqual(ready('POST https://a.test/\n\n{"a": 1}\n').headers, []);
});

test('the data of a curl command goes out as it is', () => {
  const text = `curl https://a.test/ -d '{"a": "b c"}' -d x`;
  assert.equal(bodyOf(text), '{"a": "b c"}&x');
  assert.deepEqual(ready(text).headers, [['Content-Type', 'application/x-www-form-urlencoded']]);
});

test('GraphQL becomes JSON, however it is spelled', () => {
  const query = 'query Q($n: Int) { a(n: $n) }';
  const payload = `{"query":${JSON.stringify(query)},"operationName":"Q","variables":{"n": 12345678901234567890}}`;
  const body = `${query}\n\n{"n": 12345678901234567890}\n`;
  for (const head of [
    'GRAPHQL https://a.test/',
    'POST https://a.test/\nX-REQUEST-TYPE: GraphQL',
    'POST https://a.test/',
  ]) {
    const text = `${head}\n\n${body}`;
    assert.equal(bodyOf(text), payload);
    assert.equal(ready(text).method, 'POST');
    assert.deepEqual(ready(text).headers, [['Content-Type', 'application/json']]);
  }
  assert.equal(bodyOf('GRAPHQL https://a.test/\n\n{ a }\n'), '{"query":"{ a }"}');
});

test('variables of a query must be an object', () => {
  assert.deepEqual(problemsIn('GRAPHQL https://a.test/\n\n{ a }\n\n{"n": }\n'), [
    'invalid-graphql-variables: {"n": }',
  ]);
});

test('a reference in a body is found behind lines that are left out', () => {
  const text =
    'POST https://a.test/\nContent-Type: application/json\n\n{\n// note\n"a": {{x}}\n}\n';
  assert.deepEqual(problemsIn(text), ['unresolved-variable: {{x}}']);
});
