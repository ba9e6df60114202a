/** What an answer tells back of secrets, in the views of it and in what is written of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { createByteMask } from '../../../src/insight/byteMask.ts';
import { harEntries } from '../../../src/insight/har.ts';
import { maskKnown } from '../../../src/insight/maskBody.ts';
import { maskText, maskTextSteps, starText } from '../../../src/insight/maskText.ts';
import { responseTitle } from '../../../src/insight/responseTitle.ts';
import { sentSecrets } from '../../../src/insight/sentSecrets.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { exchange, hop } from './exchanges.ts';

const known = 's3cret-value';
const told = '{"told":"s3cret-value"}';

test('heads are masked in each view, the body in that of the exchange', () => {
  const given = answer('application/json', told);
  const head = `HTTP/1.1 200 Told ***\nSet-Cookie: sid=***; Path=/\nX-Told: *** and ***\nX-Auth-Token: ***\n`;
  const type = 'Content-Type: application/json\n';
  const came = '{\n  "told": "s3cret-value"\n}';
  const text = (mode: 'headers' | 'full' | 'body'): string => responseDocument(given, mode).text;
  assert.equal(text('headers'), `${head}${type}`);
  assert.equal(text('full'), `${head}${type}\n${came}`);
  assert.equal(text('body'), came);
  const whole = responseDocument(given, 'exchange').text;
  assert.ok(whole.endsWith(`${head}${type}\n{\n  "told": "***"\n}`), whole);
});

test('the title has no secret that its status tells', () => {
  assert.equal(responseTitle(answer('text/plain', '')), 'Items · 200 Told ***');
});

test('where stars stand in a head there is a way to what came', () => {
  const note = 'Secrets in the head are stars: Copy Response Headers copies it as it came';
  const notes = (mode: 'headers' | 'full' | 'body' | 'exchange', given: Exchange): unknown =>
    responseDocument(given, mode).notes;
  const given = answer('application/json', told);
  for (const mode of ['headers', 'full', 'exchange'] as const)
    assert.deepEqual(notes(mode, given), [note]);
  assert.deepEqual(notes('body', given), []);
  assert.deepEqual(notes('body', answer('application/json', '')), [note]);
  assert.deepEqual(notes('full', exchange()), []);
});

test('a body that is no text is masked in the exchange byte for byte', () => {
  const { text } = responseDocument(answer('image/png', 's3cret-value'), 'exchange');
  assert.match(text, /2a 2a .*\*{12}\n$/);
  assert.match(responseDocument(answer('image/png', known), 'full').text, /s3cret-value\n$/);
});

test('a HAR has known secrets neither in text nor in base64, in whatever spelling', () => {
  const content = (given: Exchange): { text: string } =>
    (harEntries(given)[0] as { response: { content: { text: string } } }).response.content;
  const basic = btoa('ada:hunter2!');
  const echo = `${known} ${basic} ada:hunter2! p%40ss%2Fword p@ss/word \\"quo\\\\\\"ted\\"`;
  const sent = [
    ['Authorization', `Basic ${basic}`],
    ['Content-Type', 'application/json'],
  ] as const;
  const given = answer('text/plain', echo, sent, ['p@ss/word', 'quo\\"ted']);
  assert.equal(content(given).text, '*** *** *** *** *** \\"***\\"');
  const { text } = content(answer('application/octet-stream', `x${known}y`));
  assert.equal(atob(text), `x${'*'.repeat(known.length)}y`);
});

test('what a body was sent as a secret is one in the answer as well', () => {
  const body = '{"password":"hunter2","a":"b"}\n&client_secret=a%2Fb%2Fc&x=y';
  const requestBody = { length: body.length, bytes: new TextEncoder().encode(body) };
  const found = sentSecrets(exchange([hop({ requestBody })]));
  assert.deepEqual(found, ['hunter2', 'a%2Fb%2Fc', 'a/b/c']);
});

test('what JSON had to write otherwise is a secret as it is meant as well', () => {
  const body = String.raw`{"password":"quo\"ted\u00e9","token":"no \x JSON"}`;
  const requestBody = { length: body.length, bytes: new TextEncoder().encode(body) };
  const found = sentSecrets(exchange([hop({ requestBody })]));
  assert.deepEqual(found, [String.raw`quo\"ted\u00e9`, 'quo"tedé', String.raw`no \x JSON`]);
});

test('a short word is no secret, whatever it is called', () => {
  const given = hop({
    url: 'https://api.test/?key=title&token=abc-12345',
    requestHeaders: [
      ['Cookie', 'theme=dark; sid=abc123; mode=html'],
      ['Authorization', 'Bearer letmein'],
    ],
  });
  const found = sentSecrets(exchange([given]));
  assert.deepEqual(found, ['abc-12345', 'abc123', 'letmein']);
});

test('a text is masked in stars of its own length where places count', () => {
  assert.equal(starText('a s3cret-value b', [known]), `a ${'*'.repeat(12)} b`);
  assert.equal(starText('a abcd', ['abcd', 'abcd-efgh']), 'a ****');
  assert.equal(maskText('s3cret-value-2 s3cret-value', [known, 's3cret-value-2']), '*** ***');
});

test('of secrets that overlap nothing is left', () => {
  const overlapping = ['abcd-efgh', 'efgh-ijkl'];
  assert.equal(maskText('(abcd-efgh-ijkl)', overlapping), '(***)');
  assert.equal(maskText('(abcd-efghefgh-ijkl)', overlapping), '(******)');
  assert.equal(starText('(abcd-efgh-ijkl)', overlapping), `(${'*'.repeat(14)})`);
  assert.equal(maskText('abcd', ['']), 'abcd');
  assert.equal(maskText('x', ['x', 'long one']), '***');
});

test('a text is walked once, however many secrets there are', () => {
  const secrets = Array.from({ length: 5000 }, (_, index) => `item-${index}`);
  const steps = maskTextSteps(`a ${secrets.join(' ')} z`, secrets);
  const { done, value } = steps.next();
  assert.equal(done, true);
  assert.equal(value, `a ${secrets.map(() => '***').join(' ')} z`);
});

test('a secret is found in bytes of other charsets', () => {
  const check = (body: Buffer, charset: string): void => {
    const masked = Buffer.from(maskKnown(body, ['pässwörd'])).toString('latin1');
    assert.match(masked, /^[a\0]+[*]{8,}[b\0]+$/, charset);
  };
  check(Buffer.from('apässwördb', 'latin1'), 'Latin-1');
  check(Buffer.from('apässwördb', 'utf16le'), 'UTF-16, the low byte first');
  check(Buffer.from('apässwördb', 'utf16le').swap16(), 'UTF-16, the high byte first');
});

test('a secret is masked wherever a piece ends in it', () => {
  const whole = new TextEncoder().encode(`x${known}y${known}`);
  const expected = `x${'*'.repeat(12)}y${'*'.repeat(12)}`;
  for (let size = 1; size <= whole.length; size++) {
    const mask = createByteMask([known]);
    const masked: number[] = [];
    for (let at = 0; at < whole.length; at += size)
      masked.push(...mask(whole.subarray(at, at + size), at + size >= whole.length));
    assert.equal(String.fromCharCode(...masked), expected, `in pieces of ${size}`);
  }
});

/** It says again what is known, and the token that came in its own head. */
function answer(
  contentType: string,
  body: string,
  requestHeaders: Exchange['hops'][number]['requestHeaders'] = [],
  more: readonly string[] = [],
): Exchange {
  const response = {
    status: 200,
    statusText: `Told ${known}`,
    httpVersion: '1.1',
    headers: [
      ['Set-Cookie', 'sid=abcdef12; Path=/'],
      ['X-Told', `${known} and abcdef12`],
      ['X-Auth-Token', 'k'],
      ['Content-Type', contentType],
    ] as const,
  };
  return exchange([hop({ requestHeaders, response })], {
    body: new TextEncoder().encode(body),
    secrets: [known, ...more],
  });
}
