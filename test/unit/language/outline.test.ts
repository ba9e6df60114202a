import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { folds } from '../../../src/language/folding.ts';
import { outline, type OutlineItem } from '../../../src/language/outline.ts';
import { pathLinks } from '../../../src/language/paths.ts';
import { parse } from '../../../src/parser/parse.ts';
import { anyText, runs } from '../parser/anyText.ts';
import { sourceOf } from './marked.ts';

const text = `@host = api.test
@apiKey = abcdef

### Log in
# @name login
@user = ada
POST https://{{host}}/session
Content-Type: application/json

{
  "user": "{{user}}"
}

> {%
  client.log(1)
%}

###
GET https://{{host}}/me

### Only notes
# one
# two
`;

test('the outline', () => {
  const show = ({ kind, name, detail, range, selection, children }: OutlineItem): unknown => [
    kind,
    name,
    detail,
    text.slice(selection.start, selection.end),
    text.slice(range.start, range.end).split('\n').length,
    ...children.map(show),
  ];
  assert.deepEqual(outline(sourceOf(text)).map(show), [
    ['variable', '@host', 'api.test', 'host', 1],
    ['variable', '@apiKey', '***', 'apiKey', 1],
    [
      'request',
      'Log in',
      'POST https://{{host}}/session',
      'POST https://{{host}}/session',
      13,
      ['variable', '@user', 'ada', 'user', 1],
    ],
    ['request', 'GET https://{{host}}/me', '', 'GET https://{{host}}/me', 2],
    ['section', 'Only notes', '', 'Only notes', 3],
  ]);
});

function checkFolds(name: string, written: string, expected: readonly string[]): void {
  test(`folds of ${name}`, () => {
    const found = folds(sourceOf(written)).map(({ start, end, kind }) => `${start}-${end} ${kind}`);
    assert.deepEqual(found, expected);
  });
}

checkFolds('requests, bodies, scripts and comments', text, [
  '3-15 block',
  '9-11 block',
  '13-15 block',
  '17-18 block',
  '20-22 block',
  '21-22 comment',
]);
checkFolds(
  'regions, over requests too',
  '# region a\n### b\nGET https://x/\n\n# endregion\n//#region c\n//#endregion\n',
  ['1-6 block', '0-4 region', '5-6 region'],
);
checkFolds('a request without a separator', 'GET https://x/\nA: 1\n\n\nGET https://y/\n', [
  '0-1 block',
]);
checkFolds('block comments', '/* a\n b */\nGET https://x/\n', ['0-1 comment']);
checkFolds('a body of comments', 'POST https://x/\nContent-Type: text/markdown\n\n# a\n# b\n', [
  '0-4 block',
  '3-4 block',
]);

test('the files that are named', () => {
  const written = `import ./a.http
run ./b.http#login (@x=1)
run #login
run ./c.http
###
# @import ./d.http
< ./before.js
POST https://x/
Content-Type: multipart/form-data; boundary=b

--b
< ./one.bin
--b
<@utf8 ./two two.txt
--b
< {{three}}
--b--

> ./after.js
>> ./saved.json
>>! /over.json
<> old.200.json
`;
  const links = pathLinks(sourceOf(written));
  for (const { path, range } of links) assert.equal(written.slice(range.start, range.end), path);
  assert.deepEqual(links.map(({ path }) => path).sort(), [
    './a.http',
    './after.js',
    './b.http',
    './before.js',
    './c.http',
    './d.http',
    './one.bin',
    './saved.json',
    './two two.txt',
    '/over.json',
    'old.200.json',
  ]);
});

test('outline, folds and links of any text lie in it, the selection in its item', () => {
  const within = (item: OutlineItem, start: number, end: number): void => {
    const { range, selection, name, children } = item;
    assert.ok(start <= range.start && range.end <= end, JSON.stringify(item));
    assert.ok(range.start <= selection.start && selection.start <= selection.end);
    assert.ok(selection.end <= range.end, JSON.stringify(item));
    assert.notEqual(name, '');
    for (const child of children) within(child, start, end);
  };
  fc.assert(
    fc.property(anyText, (any) => {
      const source = { text: any, file: parse(any) };
      for (const item of outline(source)) within(item, 0, any.length);
      const lines = any.split(/\r\n|\r|\n/).length;
      for (const { start, end } of folds(source))
        assert.ok(0 <= start && start < end && end < lines);
      for (const { path, range } of pathLinks(source)) {
        assert.equal(any.slice(range.start, range.end), path);
      }
    }),
    runs,
  );
});
