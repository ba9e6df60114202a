import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOf } from '../../support/bytesOf.ts';
import fc from 'fast-check';
import { formatted } from '../../../src/language/format.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import { resolve } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { anyText, runs } from '../parser/anyText.ts';
import { applied } from './applied.ts';

function format(text: string): string {
  return applied(text, formatted({ text, file: parse(text) }, { indent: '  ' }));
}

function check(name: string, text: string, expected: string): void {
  test(`format: ${name}`, () => {
    assert.equal(format(text), expected);
    assert.equal(format(expected), expected);
  });
}

check('separators', '###   a title  \nGET https://a.test/', '### a title\nGET https://a.test/\n');
check('the request line', 'GET   https://a.test/\t HTTP/1.1 \n', 'GET https://a.test/ HTTP/1.1\n');
check(
  'headers',
  'GET https://a.test/\n  Accept :a/b  \nX:\t\n',
  'GET https://a.test/\nAccept: a/b\nX:\n',
);
check('variables', '@a=1\n  @b  :=  2 \n@c =\n', '@a = 1\n@b := 2\n@c =\n');
check(
  'directives',
  '#@name  x\n//@timeout   5 s\nGET https://a.test/\n',
  '# @name x\n// @timeout 5 s\nGET https://a.test/\n',
);
check(
  'blank lines around requests',
  '\n\n### a\nGET https://a.test/\n### b\n\n\nGET https://b.test/\n\n\n\n### c\n\n\n',
  '### a\nGET https://a.test/\n\n### b\n\nGET https://b.test/\n\n### c\n',
);
check(
  'a body keeps its blanks, and gets one blank line before it',
  'POST https://a.test/\nA: 1\n\n\n  text  \n\n\n  more\t\n\n\n',
  'POST https://a.test/\nA: 1\n\n  text  \n\n\n  more\t\n',
);
check(
  'a body without a blank line gets one',
  'POST https://a.test/\nA: 1\n{ "a": 1 }\n',
  'POST https://a.test/\nA: 1\n\n{ "a": 1 }\n',
);
check(
  'JSON is indented, its lines stay',
  'POST https://a.test/\nContent-Type: application/json\n\n{\n"a": [1,\n {{n}}],\n      "b": "{ {{s}}",\n// no\n"c": {}  }\n',
  'POST https://a.test/\nContent-Type: application/json\n\n{\n  "a": [1,\n    {{n}}],\n  "b": "{ {{s}}",\n  // no\n  "c": {}  }\n',
);
check(
  'what is no JSON is left alone',
  'POST https://a.test/\nContent-Type: application/json\n\n{\n"a": \n  oops }\n',
  'POST https://a.test/\nContent-Type: application/json\n\n{\n"a": \n  oops }\n',
);
check(
  'scripts, comments and pasted responses stay',
  'GET https://a.test/\n\n> {%\n  a()  \n\n\n  b()\n%}\n\n### \n/* x  \n\n\n y */\nHTTP/1.1 200 OK\nA:1  \n',
  'GET https://a.test/\n\n> {%\n  a()  \n\n\n  b()\n%}\n\n###\n/* x  \n\n\n y */\nHTTP/1.1 200 OK\nA:1  \n',
);
check(
  'curl stays',
  "curl   https://a.test/ \\\n   -H  'A:  b'  \n",
  "curl   https://a.test/ \\\n   -H  'A:  b'  \n",
);
check(
  'CRLF stays',
  '### a\r\nGET https://a.test/\r\n### b',
  '### a\r\nGET https://a.test/\r\n\r\n### b\r\n',
);

test('only what is selected is formatted', () => {
  const text = '@a=1\n@b=2\n@c=3\n';
  const within = { start: 5, end: 9 };
  const changes = formatted({ text, file: parse(text) }, { indent: '  ' }, within);
  assert.equal(applied(text, changes), '@a=1\n@b = 2\n@c=3\n');
});

/** What is sent, and what is wrong, but not where; the blanks between the tokens of JSON left out. */
function meaning(text: string): unknown {
  const file = parse(text);
  const still = { now: () => 1_700_000_000_500, random: () => 0.5 };
  const scope = fileScope(file, new Map([['a', '1']]), still);
  return requestsOf(file).map((placed) => {
    const resolution = resolve(placed, scope, 'a.http');
    const codes = resolution.problems
      .map(({ code }) => code)
      .filter((code) => code !== 'body-without-blank-line');
    if (resolution.kind !== 'ready') return codes;
    const { body, source, ...rest } = resolution.request;
    const { name, title } = source;
    return {
      ...rest,
      name,
      title,
      codes,
      body: body === null ? null : withoutBlanks(bytesOf(body)),
    };
  });
}

function withoutBlanks(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  return /^\s*[[{]/.test(text) ? text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1') : text;
}

function checkSame(text: string): void {
  const once = format(text);
  assert.deepEqual(meaning(once), meaning(text));
  assert.equal(format(once), once);
}

test('formatting any text changes no request, and formatting again changes nothing', () => {
  fc.assert(fc.property(anyText, checkSame), runs);
});

test('formatting changes no request of the corpus', () => {
  const corpus = join(import.meta.dirname, '../../corpus');
  for (const name of readdirSync(corpus).filter((each) => each.endsWith('.http'))) {
    checkSame(readFileSync(join(corpus, name), 'utf8'));
  }
});
