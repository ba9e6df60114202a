/** The client through squid, in both ways of a proxy: what it says of connections must match squid's access log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noProxy } from '../../src/client/proxySettings.ts';
import type { Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { clientFor, story } from '../support/stage.ts';
import { freePort, startDaemon, type Daemon } from './daemon.ts';

let squid: Daemon;
let port = 0;
let plain: ScriptedServer;
let other: ScriptedServer;
let secure: ScriptedServer;
let logged = 0;

before(async () => {
  const { localhost } = await certificates();
  port = await freePort();
  plain = await startServer();
  other = await startServer();
  secure = await startServer({ tls: localhost });
  squid = await startDaemon({
    program: '/usr/sbin/squid',
    from: 'squid',
    port,
    args: (folder) => ['-N', '-d', '1', '-f', `${folder}/squid.conf`],
    files: (folder) => ({
      'squid.conf': config(folder),
      'ask.sh':
        '#!/bin/sh\nwhile read -r given; do\n  [ "$given" = "ann s3cret" ] && echo OK || echo ERR\ndone\n',
    }),
  });
});
after(() => Promise.all([squid, plain, other, secure].map((each) => each.dispose())));

test('absolute-form: one connection to the proxy serves two servers', async (t) => {
  const client = await through(t, 'ann:s3cret@');
  const exchanges = await play(client, [plain, plain, other]);
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
  ]);
  const [hop] = exchanges[0]?.hops ?? [];
  const clientPort = String(hop?.connection?.localPort);
  assert.deepEqual(await seen(3), [
    `${clientPort} GET ${plain.origin}/ok 200`,
    `${clientPort} GET ${plain.origin}/ok 200`,
    `${clientPort} GET ${other.origin}/ok 200`,
  ]);
});

test('CONNECT: one tunnel for the requests of one server', async (t) => {
  const client = await through(t, 'ann:s3cret@');
  const exchanges = await play(client, [secure, secure, secure]);
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
  ]);
  // squid logs a tunnel when it ends.
  client.closeAll();
  const clientPort = String(exchanges[0]?.hops[0]?.connection?.localPort);
  assert.deepEqual(await seen(1), [`${clientPort} CONNECT 127.0.0.1:${String(secure.port)} 200`]);
  assert.equal(secure.connections.length, 1);
});

test('without the password it answers 407, which is an answer, or a refusal to lead on', async (t) => {
  const client = await through(t, '');
  const [forwarded, tunnelled] = await play(client, [plain, secure]);
  assert.deepEqual(
    [forwarded, tunnelled].flatMap((each) => (each ? story(each) : [])),
    ['#1 new: first-request · 407 · kept', 'proxy-authentication in proxy'],
  );
  const lines = await seen(2);
  assert.match(lines[0] ?? '', / GET .* 407$/);
  assert.match(lines[1] ?? '', / CONNECT .* 407$/);
});

function through(t: Parameters<typeof clientFor>[0], credentials: string): Promise<Client> {
  const url = `http://${credentials}127.0.0.1:${String(port)}`;
  return clientFor(t, { proxy: { ...noProxy, http: url, https: url } });
}

async function play(client: Client, servers: readonly ScriptedServer[]): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { origin } of servers) exchanges.push(await client.send(requestTo(`${origin}/ok`)));
  return exchanges;
}

async function seen(count: number): Promise<readonly string[]> {
  const from = logged;
  logged += count;
  // The first line is about the look whether it listens.
  return (await squid.lines('access.log', logged + 1)).slice(from + 1);
}

function config(folder: string): string {
  return `
http_port 127.0.0.1:${String(port)}
pid_filename none
visible_hostname squid.test
cache deny all
cache_log ${folder}/cache.log
coredump_dir ${folder}
logformat seen %>p %rm %ru %>Hs
access_log stdio:${folder}/access.log logformat=seen
buffered_logs off
shutdown_lifetime 0 seconds
auth_param basic program ${folder}/ask.sh
auth_param basic children 1 startup=1
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
`;
}
