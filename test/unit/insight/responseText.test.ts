import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { prettyJsonSteps } from '../../../src/insight/prettyJson.ts';
import { atOnce } from '../../../src/request/steps.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { exchange, failure, hop } from './exchanges.ts';

test('the text is the body, in the language of its type', () => {
  check('application/json; charset=utf-8', '{"a":1}', 'json', '{\n  "a": 1\n}');
  check('application/problem+json', '[]', 'json', '[]');
  check('application/json', '{"a":', 'json', '{"a":');
  check('application/x-ndjson', '{"a":1}\n{"a":2}', 'jsonl', '{"a":1}\n{"a":2}');
  check('text/html', '<p>é', 'html-response', '<p>é');
  check('image/svg+xml', '<svg/>', 'xml', '<svg/>');
  check('text/css', 'a{}', 'css', 'a{}');
  check('text/javascript', '1', 'javascript', '1');
  check('text/plain', '{"a":1}', 'plaintext', '{"a":1}');
  check(null, '{"a":1}', 'json', '{\n  "a": 1\n}');
  check(null, 'hello', 'plaintext', 'hello');
});

test('the charset is the one the server names', () => {
  check('text/plain; charset=ISO-8859-1', Uint8Array.of(0xe9), 'plaintext', 'é');
  check('text/plain; charset="utf-8"', Uint8Array.of(0xc3, 0xa9), 'plaintext', 'é');
  check('text/plain; charset=klingon', Uint8Array.of(0xc3, 0xa9), 'plaintext', 'é');
  check('text/plain; charset=utf-16le', Uint8Array.of(0x61, 0), 'plaintext', 'a');
});

test('the head is beside the body, and instead of an empty one', () => {
  const head = 'HTTP/1.1 200 OK\nContent-Type: text/plain\n';
  assert.equal(responseDocument(response('text/plain', 'x')).head, head);
  assert.deepEqual(responseDocument(response('text/plain', '')), {
    languageId: 'http-response',
    text: head,
    head,
    bodyStart: head.length,
    notes: [],
  });
});

test('a binary body is said to be one, with its first bytes', () => {
  check(
    'image/png',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    'plaintext',
    `Binary body: image/png, 4 bytes\n\n00000000  89 50 4e 47${' '.repeat(38)}.PNG\n`,
  );
  const long = responseDocument(response(null, new Uint8Array(70_000)));
  const lines = long.text.split('\n');
  assert.equal(lines[0], 'Binary body: no content type, 70.0 kB');
  assert.equal(lines.length, 2 + 4096 + 2);
  assert.equal(lines.at(-2), '…');
  assert.deepEqual(long.notes, [
    'Only the first 65.5 kB are shown: save the body to see all of it',
  ]);
});

test('without a response there is the sentence of the failure', () => {
  const given = exchange([hop({ response: null, connection: null, failure: failure() })]);
  assert.deepEqual(responseDocument(given), {
    languageId: 'plaintext',
    text: 'Connection to 127.0.0.1:8080 was refused. Is the server running?',
    head: '',
    bodyStart: 64,
    notes: [],
  });
});

test('pretty JSON keeps every token as it came', () => {
  const text =
    '{"id":12345678901234567890,"x":1.0,"x":2,"s":"a\\u00e9 {[,:]} \\"q\\"","e":{},"l":[1,[],{"n":null}]}';
  const pretty = prettyJson(text);
  assert.equal(
    pretty,
    `{
  "id": 12345678901234567890,
  "x": 1.0,
  "x": 2,
  "s": "a\\u00e9 {[,:]} \\"q\\"",
  "e": {},
  "l": [
    1,
    [],
    {
      "n": null
    }
  ]
}`,
  );
  assert.equal(prettyJson(pretty), pretty);
  assert.equal(prettyJson(' "just a string" '), '"just a string"');
  assert.equal(prettyJson('{"a":1,}'), null);
});

test('pretty JSON withstands what is made to break it', () => {
  const deep = '['.repeat(5000) + ']'.repeat(5000);
  assert.ok((prettyJson(deep)?.length ?? Infinity) < 3_000_000);
  const long = JSON.stringify('\\"'.repeat(2_000_000));
  assert.equal(prettyJson(long), long);
});

test('what would be too long when it is indented is shown as it came, and said to be', () => {
  // A level of the nest takes 200 units of blanks, and 45 million of them are too many.
  const nest = '['.repeat(125_000) + ']'.repeat(125_000);
  for (const type of ['application/json', null]) {
    const shown = responseDocument(response(type, nest));
    assert.ok(shown.text === nest, 'as it came');
    assert.equal(shown.languageId, type === null ? 'plaintext' : 'json');
    assert.match(shown.notes[0] ?? '', /^Shown as it came: indented, it would be too long/);
  }
});

test('the limit of indented JSON counts the units of what comes out', () => {
  const kind = (maxUnits: number): string => atOnce(prettyJsonSteps('{"a":[1]}', maxUnits)).kind;
  const units = '{\n  "a": [\n    1\n  ]\n}'.length;
  assert.equal(kind(units), 'indented');
  assert.equal(kind(units - 1), 'too long');
});

function prettyJson(text: string): string | null {
  const pretty = atOnce(prettyJsonSteps(text, Infinity));
  return pretty.kind === 'indented' ? pretty.text : null;
}

function response(contentType: string | null, body: string | Uint8Array): Exchange {
  const headers = contentType === null ? [] : [['Content-Type', contentType] as const];
  const head = { status: 200, statusText: 'OK', httpVersion: '1.1', headers };
  const data = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return exchange([hop({ response: head })], { body: data });
}

function check(
  contentType: string | null,
  body: string | Uint8Array,
  languageId: string,
  text: string,
): void {
  const document = responseDocument(response(contentType, body));
  assert.deepEqual({ languageId: document.languageId, text: document.text }, { languageId, text });
}
