/** The client against Apache, which counts the requests of each connection itself (`%k`). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { clientFor, story } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { freePort, startDaemon, type Daemon } from './daemon.ts';

const modules = '/usr/lib/apache2/modules';
let apache: Daemon;
let plain = '';
let secure = '';
let logged = 0;

before(async () => {
  const [port, securePort] = [await freePort(), await freePort()];
  const { localhost } = await certificates();
  plain = `http://127.0.0.1:${String(port)}`;
  secure = `https://127.0.0.1:${String(securePort)}`;
  apache = await startDaemon({
    program: '/usr/sbin/apache2',
    from: 'apache2-bin',
    port,
    args: (folder) => ['-f', `${folder}/httpd.conf`, '-D', 'FOREGROUND'],
    files: (folder) => ({
      'cert.pem': localhost.cert,
      'key.pem': localhost.key,
      'page.txt': 'a page',
      'httpd.conf': config(folder, port, securePort),
    }),
  });
});
after(() => apache.dispose());

test('MaxKeepAliveRequests 3 and KeepAliveTimeout 1', async (t) => {
  const client = await clientFor(t);
  const exchanges: Exchange[] = [];
  const send = async (): Promise<void> => {
    exchanges.push(await client.send(requestTo(`${plain}/page.txt`)));
  };
  for (let count = 0; count < 5; count++) await send();
  await until('Apache has closed it', () => client.snapshot().connections.length === 0);
  await send();
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · server-sent-close',
    '#2 new: server-sent-close · 200 · kept',
    '#3 new: server-closed-idle · 200 · kept',
  ]);
  await agreed(exchanges);
});

test('HTTP/2 by ALPN: many requests on one connection, and GOAWAY when it was idle', async (t) => {
  const client = await clientFor(t);
  const send = (): Promise<Exchange> => client.send(requestTo(`${secure}/page.txt`));
  const first = await send();
  const many = await Promise.all(Array.from({ length: 8 }, send));
  const all = [first, ...many];
  assert.deepEqual(new Set(all.map(({ hops: [hop] }) => hop?.connection?.id)), new Set([1]));
  assert.ok(all.every(({ hops: [hop] }) => hop?.connection?.protocol === 'h2'));
  const lines = await seen(all.length);
  assert.equal(new Set(lines.map(({ clientPort }) => clientPort)).size, 1);
  assert.ok(lines.every(({ protocol }) => protocol === 'HTTP/2.0'));
  await until('Apache has closed it', () => client.snapshot().connections.length === 0);
  assert.deepEqual(story(await send()), ['#2 new: goaway · 200 · kept']);
  await seen(1);
});

type Line = {
  readonly clientPort: number;
  readonly before: number;
  readonly status: number;
  readonly protocol: string;
};

async function seen(count: number): Promise<readonly Line[]> {
  const from = logged;
  logged += count;
  return (await apache.lines('access.log', logged)).slice(from).map((line) => {
    const [clientPort, before, status, protocol = ''] = line.split(' ');
    return {
      clientPort: Number(clientPort),
      before: Number(before),
      status: Number(status),
      protocol,
    };
  });
}

async function agreed(exchanges: readonly Exchange[]): Promise<void> {
  const ours = exchanges.map(({ hops: [hop] }) => ({
    clientPort: hop?.connection?.localPort,
    before: hop?.connection?.requestsBefore,
    status: hop?.response?.status,
    protocol: 'HTTP/1.1',
  }));
  assert.deepEqual(await seen(exchanges.length), ours);
}

function config(folder: string, port: number, securePort: number): string {
  const names = ['mpm_event', 'authz_core', 'mime', 'ssl', 'http2', 'socache_shmcb'];
  return `
ServerRoot ${folder}
ServerName 127.0.0.1
${names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
User nobody
Group nogroup
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogFormat "%{remote}p %k %s %H" seen
CustomLog ${folder}/access.log seen
TypesConfig /dev/null
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
KeepAlive On
MaxKeepAliveRequests 3
KeepAliveTimeout 1
Listen 127.0.0.1:${String(port)}
Listen 127.0.0.1:${String(securePort)}
DocumentRoot ${folder}
<Directory ${folder}>
  Require all granted
</Directory>
<VirtualHost 127.0.0.1:${String(securePort)}>
  Protocols h2 http/1.1
  SSLEngine on
  SSLCertificateFile ${folder}/cert.pem
  SSLCertificateKeyFile ${folder}/key.pem
</VirtualHost>
`;
}
