import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderField, Signing } from '../../../src/request/resolvedRequest.ts';
import { problemsIn, ready, resolveText } from './resolving.ts';

function check(headers: string, expected: readonly HeaderField[]): void {
  test(`${JSON.stringify(headers)} sends ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(ready(`GET https://a.test/\n${headers}\n`).headers, expected);
  });
}

check('', []);
check('A: 1\na: 2\nB:', [
  ['A', '1'],
  ['a', '2'],
  ['B', ''],
]);
check('Host: other.test', [['Host', 'other.test']]);
check('X: caf\u00e9', [['X', 'café']]);
check('Expect: 100-continue', [['Expect', '100-continue']]);
check('Keep-Alive: timeout=5\nTransfer-Encoding: chunked\nUpgrade: h2c\nContent-Length: 3\nA: 1', [
  ['A', '1'],
]);
check('Connection: keep-alive', []);
check('Connection: close', []);
check('Authorization: Bearer a b', [['Authorization', 'Bearer a b']]);
check('Authorization: Basic user pass word', [['Authorization', 'Basic dXNlcjpwYXNzIHdvcmQ=']]);
check('Authorization: Basic user:pass', [['Authorization', 'Basic dXNlcjpwYXNz']]);
check('Authorization: basic user:a:b', [['Authorization', 'Basic dXNlcjphOmI=']]);
check('Authorization: Basic dXNlcjpwYXNz', [['Authorization', 'Basic dXNlcjpwYXNz']]);
check('Authorization: Basic ü ö', [['Authorization', 'Basic w7w6w7Y=']]);
check('Authorization: Digest username="a", realm="b"', [
  ['Authorization', 'Digest username="a", realm="b"'],
]);

check('Authorization: Basic 日 本', [['Authorization', 'Basic 5pelOuacrA==']]);
check('Authorization: NTLM TlRMTVNTUAAB', [['Authorization', 'NTLM TlRMTVNTUAAB']]);

function checkSigning(value: string, signing: Signing): void {
  test(`${value} is made into a value when it is sent`, () => {
    const request = ready(`GET https://a.test/\nAuthorization: ${value}\nA: 1\n`);
    assert.deepEqual(request.signing, signing);
    assert.deepEqual(request.headers, [['A', '1']]);
    const hidden = signing.kind === 'digest' ? signing.password : signing.secretAccessKey;
    assert.ok(request.secrets.includes(hidden));
  });
}

checkSigning('Digest user pa=ss', { kind: 'digest', user: 'user', password: 'pa=ss' });
checkSigning('digest user:pass:word', { kind: 'digest', user: 'user', password: 'pass:word' });
checkSigning('Digest user pass word', { kind: 'digest', user: 'user', password: 'pass word' });
const aws = { kind: 'aws', accessKeyId: 'KEY', secretAccessKey: 'hidden' } as const;
checkSigning('AWS KEY hidden', { ...aws, sessionToken: null, region: null, service: null });
checkSigning('AWS KEY hidden service:s3 token:a:b= region:eu-west-1', {
  ...aws,
  sessionToken: 'a:b=',
  region: 'eu-west-1',
  service: 's3',
});

test('credentials in the URL give way to those that are to be made', () => {
  const { headers, signing } = ready('GET https://a:b@a.test/\nAuthorization: Digest user pass\n');
  assert.deepEqual(headers, []);
  assert.equal(signing?.kind, 'digest');
});

test('credentials in the URL become a header unless there is one', () => {
  assert.deepEqual(ready('GET https://us%40er:p%3Aw@a.test/\n').headers, [
    ['Authorization', `Basic ${Buffer.from('us@er:p:w').toString('base64')}`],
  ]);
  assert.deepEqual(ready('GET https://user:pw@a.test/\nauthorization: x\n').headers, [
    ['authorization', 'x'],
  ]);
});

test('headers that are computed are left out with a word, and stop nothing', () => {
  const resolution = resolveText(
    'GET https://a.test/\nContent-Length: 3\nConnection: keep-alive\n',
  );
  assert.equal(resolution.kind, 'ready');
  assert.deepEqual(
    resolution.problems.map(({ code, severity, line }) => [code, severity, line]),
    [
      ['computed-header', 'information', 1],
      ['computed-header', 'information', 2],
    ],
  );
});

test('Connection: close asks for no keep-alive', () => {
  assert.equal(ready('GET https://a.test/\nConnection: Close\n').noKeepAlive, true);
  assert.equal(ready('GET https://a.test/\nConnection: keep-alive, close\n').noKeepAlive, true);
  assert.equal(ready('GET https://a.test/\nConnection: keep-alive\n').noKeepAlive, false);
  assert.deepEqual(problemsIn('GET https://a.test/\nConnection: close\n'), []);
});

function refuses(definitions: string, header: string, problem: string): void {
  test(`${JSON.stringify(definitions + header)} gives ${problem}`, () => {
    assert.deepEqual(problemsIn(`${definitions}GET https://a.test/\n${header}\n`), [problem]);
  });
}

refuses('', 'My Header: 1', 'invalid-header: My Header');
refuses('', 'Häder: 1', 'invalid-header: Häder');
refuses('@n = a b\n', 'X-{{n}}: 1', 'invalid-header: X-{{n}}');
refuses('', 'X: 日本', 'invalid-header: 日本');
refuses('', 'X: 🌍', 'invalid-header: 🌍');
refuses('', 'X: a\u0007b', 'invalid-header: a\u0007b');
refuses('@v = a\\r\\nInjected: 1\n', 'X: {{v}}', 'invalid-header: {{v}}');
refuses('', 'Authorization: NTLM user pass', 'not-supported-yet: NTLM user pass');
refuses('', 'Authorization: Negotiate', 'not-supported-yet: Negotiate');
refuses('', 'Authorization: COGNITO u p r o c', 'not-supported-yet: COGNITO u p r o c');
refuses('', 'Authorization: oauth2 password', 'not-supported-yet: oauth2 password');
refuses('', 'no colon', 'header-without-colon: no colon');

test('a user without a password is no Digest', () => {
  const text = 'GET https://a.test/\nAuthorization: Digest ada\n';
  assert.deepEqual(problemsIn(text), ['invalid-header: Digest ada']);
  assert.equal(resolveText(text).kind, 'ready');
});
