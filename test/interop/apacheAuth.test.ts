/** Credentials as a file has them against Apache and nginx, which check them and log what came on which connection. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../../src/client/exchange.ts';
import { clientFor, story } from '../support/stage.ts';
import { ready } from '../unit/request/resolving.ts';
import { freePort, startDaemon, type Daemon } from './daemon.ts';
import { startNginx } from './nginx.ts';

const modules = '/usr/lib/apache2/modules';
/** Outside ASCII, with a colon of its own and a blank. */
const password = 'pä:ss word';
const realm = 'the realm';
let apache: Daemon;
let origin = '';
let logged = 0;

before(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${String(port)}`;
  apache = await startDaemon({
    program: '/usr/sbin/apache2',
    from: 'apache2-bin',
    port,
    args: (folder) => ['-f', `${folder}/httpd.conf`, '-D', 'FOREGROUND'],
    files: (folder) => ({
      'page.txt': 'a page',
      htpasswd: `${basicAccount('ada', password)}${basicAccount('bob', 'pä:ss')}`,
      htdigest: `ada:${realm}:${hash('md5', `ada:${realm}:${password}`, 'hex')}\n`,
      'httpd.conf': config(folder, port),
    }),
  });
});
after(() => apache.dispose());

const inBase64 = Buffer.from(`ada:${password}`).toString('base64');
const spellings = [`ada ${password}`, inBase64];

test('Basic in its spellings, and in the URL', async (t) => {
  const client = await clientFor(t);
  const url = `${origin}/basic/page.txt`;
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
  const lines = await agreed(exchanges);
  const users = lines.slice(0, -1).map(({ user }) => user);
  assert.deepEqual(users, ['ada', 'ada', 'ada', 'bob']);
});

test('Digest: two hops on one connection, then one hop a send, the nonce counted', async (t) => {
  const client = await clientFor(t);
  const url = `${origin}/digest/page.txt?a=1&b=%20`;
  const text = withCredentials(url, `Digest ada ${password}`);
  const exchanges = [await client.send(ready(text)), await client.send(ready(text))];
  assert.deepEqual(exchanges.map(story), [
    ['#1 new: first-request · 401 · kept', '#1 reused · 200 · kept'],
    ['#1 reused · 200 · kept'],
  ]);
  const lines = await agreed(exchanges);
  assert.equal(lines[0]?.authorization, '-');
  for (const [index, nc] of ['00000001', '00000002'].entries()) {
    const { authorization = '', user } = lines[index + 1] ?? {};
    assert.equal(user, 'ada');
    assert.match(authorization, new RegExp(`^Digest .*\\bqop=auth, nc=${nc},`));
  }
});

test('Digest: a wrong password is tried once', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${origin}/digest/page.txt`, 'Digest ada wrong');
  const exchange = await client.send(ready(text));
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · 401 · kept',
    '#1 reused · 401 · kept',
  ]);
  assert.equal(exchange.failure, null);
  await agreed([exchange]);
});

test('Digest: a nonce that Apache no longer takes is replaced', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${origin}/brief/page.txt`, `Digest ada ${password}`);
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
  const lines = await agreed([first, second]);
  assert.match(lines[2]?.authorization ?? '', /^Digest /);
});

test('Digest: the next nonce that Apache names is the next one used', async (t) => {
  const client = await clientFor(t);
  const text = withCredentials(`${origin}/renewing/page.txt`, `Digest ada ${password}`);
  const exchanges: Exchange[] = [];
  for (let sent = 0; sent < 3; sent++) exchanges.push(await client.send(ready(text)));
  assert.deepEqual(
    exchanges.map(({ hops }) => hops.length),
    [2, 1, 1],
  );
  const answers = (await agreed(exchanges)).slice(1).map(({ authorization }) => authorization);
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
  const log = await nginx.log(3);
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

type Line = {
  readonly clientPort: number;
  readonly before: number;
  readonly status: number;
  readonly user: string;
  readonly authorization: string;
};

/** What Apache logged of these exchanges, which is what they say of their connections. */
async function agreed(exchanges: readonly Exchange[]): Promise<readonly Line[]> {
  const hops = exchanges.flatMap((exchange) => exchange.hops);
  const from = logged;
  logged += hops.length;
  const lines = (await apache.lines('access.log', logged)).slice(from).map(lineOf);
  assert.deepEqual(
    lines.map(({ clientPort, before, status }) => ({ clientPort, before, status })),
    hops.map(({ connection, response }) => ({
      clientPort: connection?.localPort,
      before: connection?.requestsBefore,
      status: response?.status,
    })),
  );
  return lines;
}

function lineOf(text: string): Line {
  const [clientPort, before, status, user = '', ...rest] = text.split(' ');
  return {
    clientPort: Number(clientPort),
    before: Number(before),
    status: Number(status),
    user,
    authorization: rest.join(' '),
  };
}

function basicAccount(user: string, secret: string): string {
  return `${user}:{SHA}${hash('sha1', secret, 'base64')}\n`;
}

function hash(algorithm: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(text).digest(encoding);
}

function config(folder: string, port: number): string {
  const names = ['mpm_event', 'authz_core', 'authz_user', 'authn_core', 'authn_file'];
  names.push('auth_basic', 'auth_digest', 'alias', 'mime');
  const digest = `AuthType Digest
  AuthName "${realm}"
  AuthDigestProvider file
  AuthDigestQop auth
  AuthUserFile ${folder}/htdigest
  Require valid-user`;
  return `
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
ServerName 127.0.0.1
${names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
User nobody
Group nogroup
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogFormat "%{remote}p %k %s %u %{Authorization}i" seen
CustomLog ${folder}/access.log seen
TypesConfig /dev/null
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 30
Listen 127.0.0.1:${String(port)}
DocumentRoot ${folder}
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
