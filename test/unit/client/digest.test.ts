/** The examples of RFC 7616, section 3.9, and RFC 2617, section 3.5, and challenges as servers write them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  digestAnswer,
  digestChallenge,
  nextNonce,
  type Challenge,
} from '../../../src/client/digest.ts';

type Answered = {
  readonly user: string;
  readonly password: string;
  readonly uri: string;
  readonly cnonce: string;
  readonly body?: string;
  readonly method?: string;
};

function challengeIn(...values: string[]): Challenge | null {
  return digestChallenge(values.map((value) => ['WWW-Authenticate', value]));
}

function check(name: string, written: string, given: Answered, expected: readonly string[]): void {
  test(name, () => {
    const challenge = challengeIn(written);
    assert.ok(challenge !== null);
    const answer = digestAnswer(challenge, given, {
      method: given.method ?? 'GET',
      uri: given.uri,
      body: given.body === undefined ? null : Buffer.from(given.body),
      count: 1,
      cnonce: given.cnonce,
    });
    for (const part of expected) assert.ok(answer.includes(part), `${part} in ${answer}`);
  });
}

const space =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const mufasa: Answered = {
  user: 'Mufasa',
  password: 'Circle of Life',
  uri: '/dir/index.html',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

check('RFC 7616, 3.9.1, SHA-256', `Digest ${space}, algorithm=SHA-256`, mufasa, [
  'username="Mufasa", realm="http-auth@example.org"',
  'uri="/dir/index.html", algorithm=SHA-256, qop=auth, nc=00000001',
  'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
  'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
  'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
]);
check('RFC 7616, 3.9.1, MD5', `Digest ${space}, algorithm=MD5`, mufasa, [
  'response="8ca523f5e9506fed4657c9700eebdbec"',
]);
// The values of the section itself are those of a truncated SHA-512: these are its erratum's.
check(
  'RFC 7616, 3.9.2, SHA-512-256, a hashed name in UTF-8',
  'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
  {
    user: 'Jäsøn Doe',
    password: 'Secret, or not?',
    uri: '/doe.json',
    cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
  },
  [
    'username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
    'response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
    'userhash=true',
  ],
);
const older = 'realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
const rfc2617: Answered = {
  ...mufasa,
  password: 'Circle Of Life',
  cnonce: '0a4f113b',
};
check('RFC 2617, 3.5', `Digest ${older}, qop="auth,auth-int"`, rfc2617, [
  'response="6629fae49393a05397450978507c4ef1"',
]);
check('RFC 2069, without qop', `Digest ${older}`, { ...rfc2617, password: 'CircleOfLife' }, [
  'response="1949323746fe6a43ef61f9606e7febea"',
]);
check(
  'a name that needs quotes, and one outside ASCII where the server knows no charset',
  `Digest ${older}`,
  { ...rfc2617, user: 'a"b\\ü' },
  ['username="a\\"b\\\\Ã¼"'],
);
check(
  'one outside ASCII where it knows UTF-8',
  `Digest ${older}, charset=UTF-8`,
  { ...rfc2617, user: 'Jäsøn (Doe)' },
  ["username*=UTF-8''J%C3%A4s%C3%B8n%20%28Doe%29"],
);

function reads(name: string, values: readonly string[], expected: Partial<Challenge> | null): void {
  test(name, () => {
    const challenge = challengeIn(...values);
    if (expected === null) assert.equal(challenge, null);
    else assert.partialDeepStrictEqual(challenge, expected);
  });
}

reads('among others in one field', ['Basic realm="a, Digest b", Digest realm="c", nonce="d"'], {
  realm: 'c',
  nonce: 'd',
});
reads('before others', ['digest nonce="d" , realm="c",qop=auth , Negotiate, Basic realm="x"'], {
  realm: 'c',
  qop: 'auth',
});
reads(
  'the first that is known',
  [
    'Digest realm="a", nonce="1", algorithm=SHA3-256',
    'Digest realm="b", nonce="2", algorithm=sha-256-SESS, stale=TRUE',
  ],
  { realm: 'b', algorithm: 'sha-256-SESS', stale: true },
);
reads('auth-int alone', ['Digest realm="a", nonce="1", qop="auth-int"'], { qop: 'auth-int' });
reads('an unknown qop', ['Digest realm="a", nonce="1", qop="auth-conf"'], null);
reads('an empty qop is none', ['Digest realm="a", nonce="1", qop=""'], { qop: null });
reads('no nonce', ['Digest realm="a"'], null);
reads('another scheme', ['Bearer realm="Digest realm=x, nonce=y"'], null);
reads('an escaped quote', ['Digest realm="a\\"b", nonce="1"'], { realm: 'a"b' });
reads('nothing at all', ['', ',,', 'Digest', '="'], null);

test('the next nonce', () => {
  const info = 'qop=auth, rspauth="6629", nextnonce="abc=", nc=00000001';
  assert.equal(nextNonce([['authentication-info', info]]), 'abc=');
  assert.equal(nextNonce([]), null);
});

test('a hostile challenge is read in time', () => {
  const begun = performance.now();
  for (const text of [
    'Digest ' + 'a,'.repeat(30_000),
    '"'.repeat(60_000),
    'Digest ' + ' '.repeat(60_000),
  ])
    challengeIn(text);
  assert.ok(performance.now() - begun < 5_000);
});
