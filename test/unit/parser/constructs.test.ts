/** Nodes of the constructs that `parse --json` does not show in full. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Request, Span, Token } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';

function blockOf(text: string): Block {
  const [placed] = parse(text).blocks;
  assert.ok(placed);
  return placed.block;
}

function requestOf(text: string): Request {
  const { request } = blockOf(text);
  assert.ok(request);
  return request;
}

function textOf(token: Token | null): string | null {
  return token?.text ?? null;
}

function checkAssertion(line: string, ...expected: readonly (string | null)[]): void {
  test(`assertion: ${line}`, () => {
    const text = `GET https://a.test/\n\n?? ${line}\n`;
    const [assertion, ...others] = requestOf(text).assertions;
    assert.ok(assertion);
    assert.equal(others.length, 0);
    const { target, argument, predicate, value, span } = assertion;
    assert.deepEqual([target, argument, predicate, value].map(textOf), expected);
    for (const part of [target, argument, predicate, value]) {
      if (part !== null) assert.equal(text.slice(part.span.start, part.span.end), part.text);
    }
    assert.equal(text.slice(span.start, span.end), `?? ${line}`);
  });
}

checkAssertion('status == 200', 'status', null, '==', '200');
checkAssertion('status', 'status', null, null, null);
checkAssertion('header content-type includes json', 'header', 'content-type', 'includes', 'json');
checkAssertion('body exists', 'body', null, 'exists', null);
checkAssertion('body $.exists exists', 'body', '$.exists', 'exists', null);
checkAssertion('body $.a[?(@.b == 1)].c == x', 'body', '$.a[?(@.b == 1)].c', '==', 'x');
checkAssertion(
  'js a.filter((x) => x > 1).length >= 2',
  'js',
  'a.filter((x) => x > 1).length',
  '>=',
  '2',
);
checkAssertion("js a['x == y'] == 'b c'", 'js', "a['x == y']", '==', "'b c'");
checkAssertion('duration firstByte < 100', 'duration', 'firstByte', '<', '100');
checkAssertion('connection reused', 'connection', null, 'reused', null);
checkAssertion('phase tls < 50ms', 'phase', 'tls', '<', '50ms');
checkAssertion('run connections <= 1', 'run', 'connections', '<=', '1');
checkAssertion('body isString', 'body', null, 'isString', null);
checkAssertion('body matches ^a == b$', 'body', null, 'matches', '^a == b$');

function checkStatement(line: string, expected: object): void {
  test(`statement: ${line}`, () => {
    const [statement] = blockOf(`${line}\n`).statements;
    assert.ok(statement);
    const { kind, names, target, variables } = statement;
    const pairs = variables.map(({ name, value }) => [name.text, value.text]);
    assert.deepEqual({ kind, names, target: target.text, variables: pairs }, expected);
    assert.equal(line.slice(target.span.start, target.span.end), target.text);
  });
}

checkStatement('import ./a b.http', {
  kind: 'import',
  names: 'file',
  target: './a b.http',
  variables: [],
});
checkStatement('run #Log in', { kind: 'run', names: 'request', target: 'Log in', variables: [] });
checkStatement('run ./a.http (@user=bob, @note = a, b , @n=2)', {
  kind: 'run',
  names: 'file',
  target: './a.http',
  variables: [
    ['user', 'bob'],
    ['note', 'a, b'],
    ['n', '2'],
  ],
});
checkStatement('run #a (b)', { kind: 'run', names: 'request', target: 'a (b)', variables: [] });

test('headers from a variable', () => {
  const { spreads, endLine } = requestOf('GET https://a.test/\nA: b\n...auth.headers\n');
  assert.deepEqual(
    spreads.map(({ name, line }) => [name.text, line]),
    [['auth.headers', 2]],
  );
  assert.equal(endLine, 2);
});

test('a folded header ends where its last line does', () => {
  const text = 'GET https://a.test/\nCookie: a=1;\n  b=2\n';
  const { headers, endLine, span } = requestOf(text);
  const value = headers[0]?.value;
  assert.equal(value?.text, 'a=1; b=2');
  assert.equal(text.slice(value.span.start, value.span.end), 'a=1;\n  b=2');
  assert.deepEqual([endLine, text.slice(span.start, span.end)], [2, text.trimEnd()]);
});

test('the words of brace scripts', () => {
  const marks = ['{{', '{{+', '{{@streaming', '{{+@request', '{{@responseLogging', '{{@after'];
  const text = marks.map((mark) => `${mark}\na()\n}}\n`).join('');
  const scripts = requestOf(`GET https://a.test/\n\n${text}`).scripts;
  assert.deepEqual(
    scripts.map(({ when, event, isForAll }) => [when, event, isForAll]),
    [
      ['after', null, false],
      ['after', null, true],
      ['after', 'streaming', false],
      ['before', 'request', true],
      ['after', 'responseLogging', false],
      ['after', 'after', false],
    ],
  );
});

test('what stands in a block without a request is kept', () => {
  const { request, loose } = blockOf('# @import ./a.http\n{{+\na()\n}}\n> {% b() %}\n');
  assert.equal(request, null);
  assert.deepEqual(
    loose?.directives.map(({ name, value }) => [name, value]),
    [['import', './a.http']],
  );
  assert.deepEqual(
    loose.scripts.map(({ content }) => content.text),
    ['a()\n', ' b() '],
  );
  assert.equal(blockOf('# only a comment\n').loose, null);
});

test('a URL of NOP is no request, and what it says is kept', () => {
  const { request, loose } = blockOf('### Shared\nPOST NOP\nA: b\n...c\n\n> {% d() %}\n');
  assert.equal(request, null);
  assert.deepEqual(
    loose?.headers.map(({ name }) => name.text),
    ['A'],
  );
  assert.deepEqual([loose.spreads.length, loose.scripts.length], [1, 1]);
});

function partsOf(text: string): readonly unknown[] {
  const slice = ({ start, end }: Span): string => text.slice(start, end);
  return requestOf(text).parts.map(({ kind, headers, content, file, waitsFor, line, span }) => ({
    kind,
    headers: headers.map(({ name, value }) => `${name.text}=${value.text}`),
    content: slice(content),
    file: file?.path.text ?? null,
    waitsFor,
    line,
    starts: slice(span).slice(0, 3),
  }));
}

const type = 'POST https://a.test/\nContent-Type: multipart/form-data';

test('the parts of a multipart body', () => {
  const part = { kind: 'part', waitsFor: null, starts: '--b' };
  const text = '--b\nA: 1\nB:2\n\none\n\ntwo\n--b\nC: 3\n\n< ./f\n--b\n\n--b--\nepilogue';
  const expected = [
    { ...part, headers: ['A=1', 'B=2'], content: 'one\n\ntwo', file: null, line: 3 },
    { ...part, headers: ['C=3'], content: '< ./f', file: './f', line: 10 },
    { ...part, headers: [], content: '', file: null, line: 14 },
  ];
  assert.deepEqual(partsOf(`${type}; boundary=b\n\n${text}\n`), expected);
  assert.deepEqual(partsOf(`${type}; boundary="b"\n\n${text}\n`), expected);
  assert.deepEqual(partsOf(`${type}\n\n${text}\n`), expected);
});

test('messages between === lines', () => {
  const message = { kind: 'message', headers: [] };
  assert.deepEqual(
    partsOf('WS wss://a.test/\n\none\n===\n< ./f\n=== wait-for-server\n{\n}\n===\n==== not\n'),
    [
      { ...message, content: 'one', file: null, waitsFor: null, line: 2, starts: 'one' },
      { ...message, content: '< ./f', file: './f', waitsFor: null, line: 4, starts: '< .' },
      { ...message, content: '{\n}', file: null, waitsFor: 'server', line: 6, starts: '{\n}' },
      { ...message, content: '==== not', file: null, waitsFor: null, line: 9, starts: '===' },
    ],
  );
  assert.deepEqual(partsOf('POST https://a.test/\n\none\n===\ntwo\n'), []);
});

function graphqlOf(text: string): readonly unknown[] {
  const { body } = requestOf(text);
  assert.equal(body?.kind, 'graphql');
  const files = body.files.map(({ name, file }) => [name?.text ?? null, file.path.text, file.line]);
  return [body.query.text, files, textOf(body.variables), body.variablesFile?.path.text ?? null];
}

test('GraphQL from files', () => {
  const method = 'GRAPHQL https://a.test/\n\n';
  assert.deepEqual(graphqlOf(`${method}query { a }\n`), ['query { a }', [], null, null]);
  assert.deepEqual(graphqlOf(`${method}< ./q.gql\n\n{ "n": 1 }\n`), [
    '',
    [[null, './q.gql', 2]],
    '{ "n": 1 }',
    null,
  ]);
  assert.deepEqual(graphqlOf(`${method}< ./q.gql\n\n< ./v.json\n`), [
    '',
    [[null, './q.gql', 2]],
    null,
    './v.json',
  ]);
  assert.deepEqual(graphqlOf(`${method}query { a }\n\n< ./v.json\n`), [
    'query { a }',
    [],
    null,
    './v.json',
  ]);
  assert.deepEqual(
    graphqlOf('POST https://a.test/\n\ngql A < ./a.gql\ngql B < ./b.gql\n\nquery { ...A }\n\n{}\n'),
    [
      'query { ...A }',
      [
        ['A', './a.gql', 2],
        ['B', './b.gql', 3],
      ],
      '{}',
      null,
    ],
  );
  assert.deepEqual(graphqlOf('POST https://a.test/\n\ngql A < ./a.gql\n'), [
    '',
    [['A', './a.gql', 2]],
    null,
    null,
  ]);
});

test('the files of a curl command', () => {
  const { body } = requestOf('curl https://a.test/ -F a=1 -F "f=@./b c.png"\n');
  assert.equal(body?.kind, 'mixed');
  assert.deepEqual(
    body.parts.map((part) => (part.kind === 'file' ? [part.path.text] : part.text.split('\n')[0])),
    ['--keepalive-form', ['./b c.png'], ''],
  );
  const own = requestOf('curl https://a.test/ -F a=keepalive-form\n').headers[0]?.value.text;
  assert.equal(own, 'multipart/form-data; boundary=keepalive-form-');
});

test('the lines of a curl command', () => {
  const text = 'curl https://a.test/ \\\n-u a:b \\\n-H "C: d" \\\n-k \\\n-d e --frobnicate\n';
  const { problems } = blockOf(text);
  const { headers, directives, body } = requestOf(text);
  assert.deepEqual(
    headers.map(({ name, line }) => [name.text, line]),
    [
      ['C', 2],
      ['Authorization', 1],
      ['Content-Type', 4],
    ],
  );
  assert.deepEqual([directives[0]?.line, body?.line, problems[0]?.line], [3, 4, 4]);
});
