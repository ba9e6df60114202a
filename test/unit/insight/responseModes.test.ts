import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange, SendFailure } from '../../../src/client/exchange.ts';
import { responseSteps } from '../../../src/insight/responseText.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { exchange, failure, hop } from './exchanges.ts';

const head = 'HTTP/1.1 200 OK\nContent-Type: application/json\n';

test('each mode shows its part, and tells where the body begins', () => {
  const given = response('application/json', '{"a":1}');
  const body = '{\n  "a": 1\n}';
  const shown = (mode: 'full' | 'headers' | 'body'): unknown => {
    const { languageId, text, bodyStart } = responseDocument(given, mode);
    return [languageId, text, bodyStart];
  };
  assert.deepEqual(shown('body'), ['json', body, 0]);
  assert.deepEqual(shown('headers'), ['http-response', head, head.length]);
  assert.deepEqual(shown('full'), ['http-response', `${head}\n${body}`, head.length + 1]);
});

test('the exchange shows every hop with its request, secrets in stars, and the last body', () => {
  const first = hop({
    url: 'https://me:pass@api.test/a?token=abcdef',
    requestHeaders: [
      ['Host', 'api.test'],
      ['Authorization', 'Bearer abcdef'],
    ],
    response: {
      status: 302,
      statusText: 'Found',
      httpVersion: '1.1',
      headers: [['Set-Cookie', 'sid=abcdef; Path=/']],
    },
  });
  const given = exchange([first, hop({ cause: 'redirect' })], { body: bytes('{}') });
  const { text } = responseDocument(given, 'exchange');
  assert.equal(
    text,
    `GET https://***@api.test/a?token=*** HTTP/1.1
Host: api.test
Authorization: Bearer ***

# ↓ on #3
HTTP/1.1 302 Found
Set-Cookie: sid=***; Path=/

GET https://api.test/items?page=2 HTTP/1.1
Host: api.test

# ↓ on #3
${head}
{}`,
  );
});

test('the exchange shows what was sent as well, without secrets and what moves a cursor', () => {
  const shown = (contentType: string, length: number, sent: string | Uint8Array | null): string => {
    const raw = typeof sent === 'string' ? bytes(sent) : sent;
    const given = hop({
      requestHeaders: [['Content-Type', contentType]],
      requestBody: { length, bytes: raw },
    });
    const { text } = responseDocument(exchange([given], { secrets: ['abcdef'] }), 'exchange');
    return text.slice(text.indexOf('\n\n') + 2, text.indexOf('\n# ↓'));
  };
  const json = '{\n\t"a": "abcdef", "password": "hunter2",\r\n\t"b": "\u001b[31m"\n}\n\n';
  assert.equal(
    shown('application/json', json.length, json),
    '{\n\t"a": "***", "password": "***",\n\t"b": "\\x1b[31m"\n}\n',
  );
  const latin1 = Uint8Array.of(0x63, 0xe9);
  assert.equal(shown('text/plain; charset=latin1', 2, latin1), 'cé\n');
  assert.equal(shown('text/plain', 2, latin1), '# A binary body of 2 bytes\n');
  assert.equal(shown('image/png', 2, bytes('ab')), '# A binary body of 2 bytes\n');
  assert.equal(shown('text/plain', 5e6, null), '# A body of 5.0 MB, which is not kept\n');
  assert.equal(shown('text/plain', 0, ''), '');
});

test('what the hops have sent is cut where it would be too long for the editor', () => {
  // Each of them is shown in four.
  const sent = { length: 262_144, bytes: new Uint8Array(262_144).fill(1) };
  const hops = Array.from({ length: 20 }, () => hop({ requestBody: sent }));
  const { text, bodyStart } = responseDocument(exchange(hops, { body: bytes('{}') }), 'exchange');
  assert.ok(bodyStart < 5_000_200, String(bodyStart));
  const end = text.slice(-100);
  assert.match(end, /\n# 1[56]\.\d MB are left out here, .* no longer text\n\n\{\}$/);
});

test('the file that a body was read from is named, and none is where it was no file alone', () => {
  const shown = (path?: string): string => {
    const requestBody = { length: 5e6, bytes: null, ...(path === undefined ? {} : { path }) };
    return responseDocument(exchange([hop({ requestBody })]), 'exchange').text;
  };
  const kept = '# A body of 5.0 MB, which is not kept\n';
  assert.ok(shown('/a/b.bin').includes(`\n${kept}# It was read from /a/b.bin\n\n`));
  assert.ok(shown().includes(`\n${kept}\n`));
});

test('what a reader can not see is told', () => {
  checkNotes(response('text/plain', 'a\u001b[31mred'), /escape sequences for a terminal/);
  checkNotes(response('text/plain', 'a\u202egpj.exe'), /the direction of writing \(1 mark\)/);
  checkNotes(response('text/plain', 'x'.repeat(10_000_000)), /a line of 10\.0 MB/);
  checkNotes(
    response('text/plain; charset=klingon', 'x'),
    /charset klingon is not known: the body is read as utf-8/,
  );
  checkNotes(response('text/plain', 'x'.repeat(20_000_001)), /Only the beginning of 20\.0 MB/);
  checkNotes(response('text/plain', 'abc', [['Content-Length', '7']]), /says 7, .* 3 bytes/);
  const cut = failure({ code: 'truncated-response', phase: 'download' });
  checkNotes(response('text/plain', 'ab', [], cut), /^The response is not whole: /);
  checkNotes(response('text/html', '<p onclick="x()">'), /Holds scripts; nothing here runs them/);
  checkNotes(response('image/svg+xml', '<svg><script/></svg>'), /Holds scripts/);
  checkNotes(response('image/svg+xml', '<svg/onload=alert(1)>'), /Holds scripts/);
  checkNotes(response('text/html', '<a href=" javascript:x()">'), /Holds scripts/);
  const words = '<p>Of these one = 1, and JavaScript: The Good Parts</p>';
  const { notes } = responseDocument(response('text/html', words));
  assert.deepEqual(
    notes.filter((note) => note.includes('scripts')),
    [],
  );
  const named = (name: string) =>
    response('text/plain', 'a', [['Content-Disposition', `attachment; filename="${name}"`]]);
  checkNotes(named('../../x'), /The server names it \.\.\/\.\.\/x: Save offers the name x$/);
  checkNotes(named('gpj.\u202eexe'), /names it gpj\.\\u202eexe: Save offers the name gpj\.exe$/);
  checkNotes(named('y'.repeat(500)), /names it y{80}…: Save offers the name y{80}$/);
  assert.deepEqual(responseDocument(named('report 1.txt')).notes, []);
  assert.deepEqual(responseDocument(response('text/plain', '<script>')).notes, []);
  assert.deepEqual(responseDocument(response('text/plain', 'a\tb\nc')).notes, []);
  const encoded = [
    ['Content-Length', '7'],
    ['Content-Encoding', 'gzip'],
  ] as const;
  assert.deepEqual(responseDocument(response('text/plain', 'abc', encoded)).notes, []);
});

test('a large body is made in slices', () => {
  const rows = Array.from({ length: 50_000 }, (_, id) => `{"id":${id},"name":"number ${id}"}`);
  const given = response('application/json', `[${rows.join(',')}]`);
  const steps = responseSteps(given, 'body');
  let longest = 0;
  let slices = 0;
  for (let before = performance.now(); steps.next().done !== true; before = performance.now()) {
    longest = Math.max(longest, performance.now() - before);
    slices += 1;
  }
  assert.ok(slices > 15, String(slices));
  // Some milliseconds; a machine that does other things may take its time.
  assert.ok(longest < 500, String(longest));
});

function checkNotes(given: Exchange, expected: RegExp): void {
  const { notes } = responseDocument(given);
  assert.ok(
    notes.some((note) => expected.test(note)),
    `${String(expected)} in ${JSON.stringify(notes)}`,
  );
}

function response(
  contentType: string,
  body: string,
  more: readonly (readonly [string, string])[] = [],
  failed: SendFailure | null = null,
): Exchange {
  const headers = [['Content-Type', contentType] as const, ...more];
  const given = { status: 200, statusText: 'OK', httpVersion: '1.1', headers };
  return exchange([hop({ response: given, failure: failed })], { body: bytes(body) });
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
