/** The client against Apache, which counts the requests of each connection itself (`%k`). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/freePort.ts';
import { requestTo } from '../support/requestTo.ts';
import { clientFor, story } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { agreed, startApache, type Apache } from './apache.ts';

let apache: Apache;
let secure = '';

before(async () => {
  const securePort = await freePort();
  const { localhost } = await certificates();
  secure = `https://127.0.0.1:${String(securePort)}`;
  apache = await startApache({
    modules: ['ssl', 'http2', 'socache_shmcb'],
    logged: '%H',
    files: { 'cert.pem': localhost.cert, 'key.pem': localhost.key },
    config: (folder) => config(folder, securePort),
  });
});
after(() => apache.dispose());

test('MaxKeepAliveRequests 3 and KeepAliveTimeout 1', async (t) => {
  const client = await clientFor(t);
  const exchanges: Exchange[] = [];
  const send = async (): Promise<void> => {
    exchanges.push(await client.send(requestTo(`${apache.origin}/page.txt`)));
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
  const lines = await agreed(apache, exchanges);
  assert.ok(lines.every(({ rest }) => rest === 'HTTP/1.1'));
});

test('HTTP/2 by ALPN: many requests on one connection, and GOAWAY when it was idle', async (t) => {
  const client = await clientFor(t);
  const send = (): Promise<Exchange> => client.send(requestTo(`${secure}/page.txt`));
  const first = await send();
  const many = await Promise.all(Array.from({ length: 8 }, send));
  const all = [first, ...many];
  assert.deepEqual(new Set(all.map(({ hops: [hop] }) => hop?.connection?.id)), new Set([1]));
  assert.ok(all.every(({ hops: [hop] }) => hop?.connection?.protocol === 'h2'));
  const lines = await apache.nextLines(all.length);
  assert.equal(new Set(lines.map(({ clientPort }) => clientPort)).size, 1);
  assert.ok(lines.every(({ rest }) => rest === 'HTTP/2.0'));
  await until('Apache has closed it', () => client.snapshot().connections.length === 0);
  assert.deepEqual(story(await send()), ['#2 new: goaway · 200 · kept']);
  await apache.nextLines(1);
});

function config(folder: string, securePort: number): string {
  return `
MaxKeepAliveRequests 3
KeepAliveTimeout 1
Listen 127.0.0.1:${String(securePort)}
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
