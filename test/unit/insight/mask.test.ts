import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskHeader } from '../../../src/insight/mask.ts';
import { maskUrl, secretParameters } from '../../../src/insight/maskUrl.ts';

test('header values lose their secret and keep what helps', () => {
  checkHeader('Authorization', 'Bearer abc.def', 'Bearer ***');
  checkHeader('authorization', 'Basic dXNlcjpwYXNz', 'Basic ***');
  checkHeader('Authorization', 'rawtoken', '***');
  checkHeader('Proxy-Authorization', 'Digest username="a", response="b"', 'Digest ***');
  checkHeader('Cookie', 'sid=1; theme=dark; bare', 'sid=***; theme=***;***');
  checkHeader('Set-Cookie', 'sid=1; Path=/; HttpOnly', 'sid=***; Path=/; HttpOnly');
  checkHeader('X-Api-Key', 'k', '***');
  checkHeader('X-Auth-Token', 'k', '***');
  checkHeader('Ocp-Apim-Subscription-Key', 'k', '***');
  checkHeader('X-Amz-Security-Token', 'k', '***');
  checkHeader('X-CSRFToken', 'k', '***');
  checkHeader('Location', 'https://u:p@h.test/?token=1&a=2', 'https://***@h.test/?token=***&a=2');
});

test('other headers stay as they are', () => {
  checkHeader('Content-Type', 'application/json', 'application/json');
  checkHeader('Keep-Alive', 'timeout=5', 'timeout=5');
  checkHeader('Author', 'me', 'me');
  checkHeader('Idempotency-Key', 'k', 'k');
});

test('URLs lose user information and token-like parameters', () => {
  checkUrl('https://user:p%40ss@api.test/a', 'https://***@api.test/a');
  checkUrl('https://api.test/a@b?x=1', 'https://api.test/a@b?x=1');
  checkUrl(
    '/cb?access_token=1&api_key=2&page=3#id_token=4',
    '/cb?access_token=***&api_key=***&page=3#id_token=***',
  );
  checkUrl(
    '/s3?X-Amz-Signature=1&X-Amz-Credential=2&password=',
    '/s3?X-Amz-Signature=***&X-Amz-Credential=***&password=***',
  );
  checkUrl('/q?keyword=x&monkey=y&code=1', '/q?keyword=x&monkey=y&code=***');
});

test('an address inside another is masked as well, however it is wrapped', () => {
  checkUrl('/go?to=https://h.test/?token=1&a=2', '/go?to=https://h.test/?token=***&a=2');
  checkUrl('/go?to=https://u:p@h.test/', '/go?to=https://***@h.test/');
  const once = encodeURIComponent('https://u:p@h.test/?token=1&a=2');
  const masked = encodeURIComponent('https://***@h.test/?token=***&a=2');
  checkUrl(`/go?to=${once}&b=3`, `/go?to=${masked}&b=3`);
  const twice = encodeURIComponent(`/in?next=${once}`);
  checkUrl(`/go?to=${twice}`, `/go?to=${encodeURIComponent(`/in?next=${masked}`)}`);
  assert.deepEqual(secretParameters(`/go?to=${twice}&key=2`), ['1', '2']);
  // Padded as base64 is, or with an escape that is none.
  const padded = encodeURIComponent('https://h.test/?token=1').replace('1', 'czNj=');
  checkUrl(`/go?to=${padded}`, `/go?to=${encodeURIComponent('https://h.test/?token=***')}`);
  checkUrl(
    `/go?to=${once}100%`,
    `/go?to=${encodeURIComponent('https://***@h.test/?token=***&a=2100%')}`,
  );
  checkUrl('/go?to=x%253Fkey%253D1', `/go?to=${encodeURIComponent('x%3Fkey%3D***')}`);
  const deep = '?a=x'.repeat(100_000);
  assert.ok(maskUrl(`/${deep}?token=1`).length < 100);
  checkUrl('/go?mail=me@h.test&q=a%3Db%3', '/go?mail=me@h.test&q=a%3Db%3');
});

test('a name that is written with escapes names the same', () => {
  checkUrl('/cb?access%5Ftoken=1&q=%', '/cb?access%5Ftoken=***&q=%');
});

function checkHeader(name: string, value: string, expected: string): void {
  assert.equal(maskHeader(name, value), expected);
}

function checkUrl(url: string, expected: string): void {
  assert.equal(maskUrl(url), expected);
}
