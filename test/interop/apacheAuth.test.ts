/** Credentials as a file has them against Apache and nginx, which check them and log what came on which connection. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../../src/client/exchange.ts';
import { clientFor, story } from '../support/stage.ts';
import { ready } from '../unit/request/resolving.ts';
import { agreed, startApache, type Apache } from './apache.ts';
import { startNginx } from './nginx.ts';

/** Outside ASCII, with a colon of its own and a blank. */
const password = 'pä:ss word';
const realm = 'the realm';
let apache: Apache;

before(async () => {
  apache = await startApache({
    modules: ['authz_user', 'authn_core', 'authn_file', 'auth_basic', 'auth_digest', 'alias'],
    logged: '%u %{Authorization}i',
    files: {
      htpasswd: `${basicAccount('ada', password)}${basicAccount('bob', 'pä:ss')}`,
      htdigest: `ada:${realm}:${hash('md5', `ada:${realm}:${password}`, 'hex')}\n`,
    },
    config,
  });
});
after(() => apache.dispose());

const inBase64 = Buffer.from(`ada:${password}`).toString('base64');
const spellings = [`ada ${password}`, inBase64];

test('Basic in its spellings, and in the URL', async (t) => {
  const client = await clientFor(t);
  const url = `${apache.origin}/basic/page.txt`;
  const inUrl = url.replace('//', `//ada:${encodeURIComponent(password)}@`);
  const texts = [...spellings.map((words) => withCredentials(url, `Basic ${words}`)), get(inUrl)];
  // One word can hold no blank: another account.
  texts.push(withCredentials(url, 'Basic bob:pä:ss'));
  const exchanges: Exchange[] = [];
  for (const text of [...texts, withCredentials(url, 'Basic ada wrong')]) {
    exchanges.push(await client.send(ready(text)));
  }
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 401 · kept',
  ]);
  const lines = await accounts(exchanges);
  const users = lines.slice(0, -1).map(({ user }) => user);
  assert.deepEqual(users, ['ada', 'ada', 'ada', 'bob']);
});

test('Digest: two hops on one connection, then one hop a send, the nonce counted', async (t) => {
  const client = await clientFor(t);
  const url = `${apache.origin}/digest/page.txt?a=1&b=%20`;
  const text = withCredentials(url, `Digest ada ${password}`);
  const exchanges = [await client.send(ready(text)), await client.send(ready(text))];
  assert.deepEqual(exchanges.map(story), [
    ['#1 new: first-request · 401 · kept', '#1 reused · 200 · kept'],
    ['#1 reused · 200 · kept'],
  ]);
  const lines = await accounts(exchanges);
  assert.equal(lines[0]?.authorization, '-');
  for (const [index, nc] of ['00000001', '00000002'].entries()) {
    const { authorization = '', user } = lines[index + 1] ?? {};
    assert.equal(user, 'ada');
    assert.match(authorization, new RegExp(`^Digest .*\\bqop=auth, nc=${nc},`));
  }
});

test('Digest: a wrong password is tried once', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${apache.origin}/digest/page.txt`, 'Digest ada wrong');
  const exchange = await client.send(ready(text));
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · 401 · kept',
    '#1 reused · 401 · kept',
  ]);
  assert.equal(exchange.failure, null);
  await agreed(apache, [exchange]);
});

test('Digest: a nonce that Apache no longer takes is replaced', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${apache.origin}/brief/page.txt`, `Digest ada ${password}`);
  const first = await client.send(ready(text));
  // Its nonces live for a second.
  await delay(1_500);
  const second = await client.send(ready(text));
  for (const { hops } of [first, second]) {
    assert.deepEqual(
      hops.map(({ response }) => response?.status),
      [401, 200],
    );
  }
  const fields = second.hops[0]?.response?.headers ?? [];
  const challenge = fields.find(([name]) => name.toLowerCase() === 'www-authenticate');
  assert.match(challenge?.[1] ?? '', /\bstale=true\b/);
  const lines = await accounts([first, second]);
  assert.match(lines[2]?.authorization ?? '', /^Digest /);
});

test('Digest: the next nonce that Apache names is the next one used', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${apache.origin}/renewing/page.txt`, `Digest ada ${password}`);
  const exchanges: Exchange[] = [];
  for (let sent = 0; sent < 3; sent++) exchanges.push(await client.send(ready(text)));
  assert.deepEqual(
    exchanges.map(({ hops }) => hops.length),
    [2, 1, 1],
  );
  const answers = (await accounts(exchanges)).slice(1).map(({ authorization }) => authorization);
  assert.ok(answers.every((answer) => answer.includes('nc=00000001')));
  const named = exchanges.slice(0, -1).map(({ hops }) => {
    const fields = hops.at(-1)?.response?.headers ?? [];
    const info = fields.find(([name]) => name.toLowerCase() === 'authentication-info')?.[1] ?? '';
    return /nextnonce="([^"]+)"/.exec(info)?.[1];
  });
  const used = answers.slice(1).map((answer) => /\bnonce=\\?"([^"\\]+)/.exec(answer)?.[1]);
  assert.deepEqual(used, named);
});

test('nginx takes Basic in its spellings', async (t) => {
  const nginx = await startNginx({ users: basicAccount('ada', password) });
  t.after(() => nginx.dispose());
  const client = await clientFor(t);
  const url = `${nginx.origin}/private/page.txt`;
  const exchanges: Exchange[] = [];
  for (const words of [...spellings, 'ada:wrong']) {
    exchanges.push(await client.send(ready(withCredentials(url, `Basic ${words}`))));
  }
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 401 · server-sent-close',
  ]);
  const log = await nginx.nextLines(3);
  assert.deepEqual(
    log.map(({ status, request }) => [status, request]),
    [
      [200, 1],
      [200, 2],
      [401, 3],
    ],
  );
  assert.equal(new Set(log.map(({ connection }) => connection)).size, 1);
});

function get(url: string): string {
  return `GET ${url}\n`;
}

function withCredentials(url: string, authorization: string): string {
  return `${get(url)}Authorization: ${authorization}\n`;
}

/** Who Apache says sent each, and the credentials that came with it. */
async function accounts(
  exchanges: readonly Exchange[],
): Promise<readonly { readonly user: string; readonly authorization: string }[]> {
  return (await agreed(apache, exchanges)).map(({ rest }) => {
    const [user = '', ...authorization] = rest.split(' ');
    return { user, authorization: authorization.join(' ') };
  });
}

function basicAccount(user: string, secret: string): string {
  return `${user}:{SHA}${hash('sha1', secret, 'base64')}\n`;
}

function hash(algorithm: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(text).digest(encoding);
}

function config(folder: string): string {
  const digest = `AuthType Digest
  AuthName "${realm}"
  AuthDigestProvider file
  AuthDigestQop auth
  AuthUserFile ${folder}/htdigest
  Require valid-user`;
  return `
MaxKeepAliveRequests 0
KeepAliveTimeout 30
AliasMatch ^/(?:basic|digest|brief|renewing)/(.*)$ ${folder}/$1
<Location /basic>
  AuthType Basic
  AuthName "${realm}"
  AuthUserFile ${folder}/htpasswd
  Require valid-user
</Location>
<Location /digest>
  ${digest}
</Location>
<Location /brief>
  ${digest}
  AuthDigestNonceLifetime 1
</Location>
# Within the last 30 seconds of a nonce Apache names the next one: here at once.
<Location /renewing>
  ${digest}
  AuthDigestNonceLifetime 29
</Location>
`;
}
