/** The client through squid, in both ways of a proxy: what it says of connections must match squid's access log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { story } from '../support/stage.ts';
import { startSquid, type Squid } from './squid.ts';

let squid: Squid;
let plain: ScriptedServer;
let other: ScriptedServer;
let secure: ScriptedServer;

before(async () => {
  const { localhost } = await certificates();
  plain = await startServer();
  other = await startServer();
  secure = await startServer({ tls: localhost });
  squid = await startSquid({
    files: {
      'ask.sh':
        '#!/bin/sh\nwhile read -r given; do\n  [ "$given" = "ann s3cret" ] && echo OK || echo ERR\ndone\n',
    },
    asking: (folder) => `
auth_param basic program ${folder}/ask.sh
auth_param basic children 1 startup=1`,
  });
});
after(() => Promise.all([squid, plain, other, secure].map((each) => each.dispose())));

test('absolute-form: one connection to the proxy serves two servers', async (t) => {
  const client = await squid.through(t, 'ann:s3cret');
  const exchanges = await play(client, [plain, plain, other]);
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
  ]);
  const [hop] = exchanges[0]?.hops ?? [];
  const clientPort = String(hop?.connection?.localPort);
  assert.deepEqual(await squid.nextLines(3), [
    `${clientPort} GET ${plain.origin}/ok 200 ann`,
    `${clientPort} GET ${plain.origin}/ok 200 ann`,
    `${clientPort} GET ${other.origin}/ok 200 ann`,
  ]);
});

test('CONNECT: one tunnel for the requests of one server', async (t) => {
  const client = await squid.through(t, 'ann:s3cret');
  const exchanges = await play(client, [secure, secure, secure]);
  assert.deepEqual(exchanges.flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#1 reused · 200 · kept',
    '#1 reused · 200 · kept',
  ]);
  // squid logs a tunnel when it ends.
  client.closeAll();
  const clientPort = String(exchanges[0]?.hops[0]?.connection?.localPort);
  assert.deepEqual(await squid.nextLines(1), [
    `${clientPort} CONNECT 127.0.0.1:${String(secure.port)} 200 ann`,
  ]);
  assert.equal(secure.connections.length, 1);
});

test('without the password it answers 407, which is an answer, or a refusal to lead on', async (t) => {
  const client = await squid.through(t, '');
  const [forwarded, tunnelled] = await play(client, [plain, secure]);
  assert.deepEqual(
    [forwarded, tunnelled].flatMap((each) => (each ? story(each) : [])),
    ['#1 new: first-request · 407 · kept', 'proxy-authentication in proxy'],
  );
  const lines = await squid.nextLines(2);
  assert.match(lines[0] ?? '', / GET .* 407 -$/);
  assert.match(lines[1] ?? '', / CONNECT .* 407 -$/);
});

async function play(client: Client, servers: readonly ScriptedServer[]): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { origin } of servers) exchanges.push(await client.send(requestTo(`${origin}/ok`)));
  return exchanges;
}
