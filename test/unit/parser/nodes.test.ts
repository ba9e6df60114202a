/** Nodes that `parse --json` does not show, and where things stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request, Span } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { problemsOf } from '../../../src/parser/problems.ts';
import { requestAtLine, requestsOf } from '../../../src/parser/requests.ts';

/** The only request of a text, and what a span of it covers. */
function read(text: string): { request: Request; at: (span: Span) => string } {
  const [placed, ...others] = requestsOf(parse(text));
  assert.ok(placed);
  assert.equal(others.length, 0);
  const { request, offset } = placed;
  return { request, at: ({ start, end }) => text.slice(offset + start, offset + end) };
}

test('scripts', () => {
  const text = '###\n< {%\n a()\n%}\n< ./b.js\nGET https://a.test/\n\n> {% c() %}\n> ./d.mjs\n';
  const { request, at } = read(text);
  const seen = request.scripts.map(({ when, kind, content, line }) => [
    when,
    kind,
    content.text,
    line,
  ]);
  assert.deepEqual(seen, [
    ['before', 'inline', '\n a()\n', 1],
    ['before', 'file', './b.js', 4],
    ['after', 'inline', ' c() ', 7],
    ['after', 'file', './d.mjs', 8],
  ]);
  assert.deepEqual(
    request.scripts.map(({ span }) => at(span)),
    ['< {%\n a()\n%}', '< ./b.js', '> {% c() %}', '> ./d.mjs'],
  );
  assert.equal(request.endLine, 8);
});

test('brace scripts mean before or after by where they stand', () => {
  const { request } = read('{{\nexports.a = 1\n}}\nGET https://a.test/\n\n{{@response\nb()\n}}\n');
  const seen = request.scripts.map(({ when, content, line }) => [when, content.text, line]);
  assert.deepEqual(seen, [
    ['before', 'exports.a = 1\n', 0],
    ['after', 'b()\n', 5],
  ]);
});

test('assertions and response files', () => {
  const { request, at } = read(
    'POST https://a.test/\n\nbody\n?? status == 200\n>> ./a.txt\n>>! b c.txt\n<> ./old.json\n',
  );
  assert.deepEqual(
    request.assertions.map(({ text, line }) => [text.text, line]),
    [['status == 200', 3]],
  );
  assert.deepEqual(
    request.responseFiles.map(({ kind, path, line }) => [kind, path.text, line]),
    [
      ['save', './a.txt', 4],
      ['overwrite', 'b c.txt', 5],
      ['link', './old.json', 6],
    ],
  );
  assert.equal(
    at(request.span),
    'POST https://a.test/\n\nbody\n?? status == 200\n>> ./a.txt\n>>! b c.txt\n<> ./old.json',
  );
});

test('statements', () => {
  const { block } = parse('run #Login (@a=1)\nimport ./b.http\n').blocks[0] ?? {};
  assert.deepEqual(
    block?.statements.map(({ kind, argument, line }) => [kind, argument.text, line]),
    [
      ['run', '#Login (@a=1)', 0],
      ['import', './b.http', 1],
    ],
  );
});

test('files in a body', () => {
  const { request } = read('POST https://a.test/\n\na\n< ./b c.txt\nd\n<@latin1 e\n');
  assert.equal(request.body?.kind, 'mixed');
  const parts = request.body.parts.map((part) =>
    part.kind === 'text' ? part.text : [part.path.text, part.expands, part.encoding, part.line],
  );
  assert.deepEqual(parts, [
    'a\n',
    ['./b c.txt', false, null, 3],
    '\nd\n',
    ['e', true, 'latin1', 5],
  ]);
});

test('a query and its variables', () => {
  const { request, at } = read(
    'GRAPHQL https://a.test/\n\nquery A {\n\n  b\n}\n\nfragment F on T { c }\n\n{"d": 1}\n',
  );
  assert.equal(request.body?.kind, 'graphql');
  assert.equal(request.body.query.text, 'query A {\n\n  b\n}\n\nfragment F on T { c }');
  assert.equal(request.body.variables?.text, '{"d": 1}');
  assert.equal(at(request.body.variables.span), '{"d": 1}');
});

test('where a request line and its headers stand', () => {
  const { request, at } = read('### T\nPUT https://a.test/\n  /b\n  ?c=1 HTTP/1.1\nX-A:  1 \n');
  assert.deepEqual([request.line, request.endLine], [1, 4]);
  assert.equal(request.target.text, 'https://a.test//b?c=1');
  assert.equal(at(request.target.span), 'https://a.test/\n  /b\n  ?c=1');
  assert.deepEqual(
    [request.method, request.httpVersion].map((token) => token && at(token.span)),
    ['PUT', '1.1'],
  );
  const [header] = request.headers;
  assert.ok(header);
  assert.deepEqual([at(header.name.span), at(header.value.span), header.line], ['X-A', '1', 4]);
});

test('the request at a line', () => {
  const text =
    '@a = 1\n### one\n# note\nGET https://one.test/\n\n### two\nGET https://two.test/\n\nGET https://three.test/\n';
  const file = parse(text);
  const targets = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99].map(
    (line) => requestAtLine(file, line)?.request.target.text ?? null,
  );
  const [one, two, three] = ['https://one.test/', 'https://two.test/', 'https://three.test/'];
  assert.deepEqual(targets, [null, one, one, one, one, two, two, three, three, three, three]);
  assert.equal(requestAtLine(file, -1), null);
  assert.deepEqual(
    requestsOf(file).map(({ line, endLine, blockLine, title }) => [
      line,
      endLine,
      blockLine,
      title,
    ]),
    [
      [3, 3, 1, 'one'],
      [6, 6, 5, 'two'],
      [8, 8, 7, null],
    ],
  );
});

test('problems stand where their text does', () => {
  const text = 'GET https://a.test/\n###\r\nGET https://b.test/\r\n  oops\r\n';
  const [problem] = problemsOf(parse(text));
  assert.ok(problem);
  assert.equal(text.slice(problem.start, problem.end), 'oops');
  assert.equal(problem.line, 3);
});

test('an empty text is one empty block', () => {
  assert.deepEqual(
    parse('').blocks.map(({ offset, line, block }) => [offset, line, block.length, block.request]),
    [[0, 0, 0, null]],
  );
});
