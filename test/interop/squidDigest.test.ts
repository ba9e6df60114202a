/** The client through a squid that wants Digest, which its own helper checks: what it says must match squid's access log. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { certificates } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { story } from '../support/stage.ts';
import { startSquid, type Squid } from './squid.ts';

const [realm, password] = ['the gate', 's3cret'];
let squid: Squid;
let plain: ScriptedServer;
let secure: ScriptedServer;

before(async () => {
  plain = await startServer();
  secure = await startServer({ tls: (await certificates()).localhost });
  squid = await startSquid({
    files: { users: account('ann') },
    asking: (folder) => `
auth_param digest program /usr/lib/squid/digest_file_auth -c ${folder}/users
auth_param digest children 1 startup=1
auth_param digest realm ${realm}
auth_param digest nonce_max_count 3`,
  });
});
after(() => Promise.all([squid, plain, secure].map((each) => each.dispose())));

test('forwarded: the challenge is a hop, then none is needed until the nonce is used up', async (t) => {
  const client = await squid.through(t, `ann:${password}`);
  const url = `${plain.origin}/ok`;
  const stories = [];
  for (let sent = 0; sent < 4; sent++) stories.push(story(await client.send(requestTo(url))));
  assert.deepEqual(stories[0], ['#1 new: first-request · 407 · kept', '#1 reused · 200 · kept']);
  assert.deepEqual(stories[1], ['#1 reused · 200 · kept']);
  // A nonce of this squid serves three times, and the next answer says that it is stale.
  assert.ok(stories.flat().every((line) => / · (?:200|407) · kept$/.test(line)));
  assert.deepEqual(
    stories.map((lines) => lines.at(-1)),
    Array.from({ length: 4 }, () => '#1 reused · 200 · kept'),
  );
  const lines = await squid.nextLines(stories.flat().length);
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(1).join(' ')),
    stories.flat().map((line) => `GET ${url} ${line.includes('407') ? '407 -' : '200 ann'}`),
  );
});

test('CONNECT: the challenge is answered before the tunnel stands', async (t) => {
  const client = await squid.through(t, `ann:${password}`);
  const first = await client.send(requestTo(`${secure.origin}/ok`));
  const second = await client.send(requestTo(`${secure.origin}/ok`, { freshConnection: true }));
  assert.deepEqual([first, second].flatMap(story), [
    '#1 new: first-request · 200 · kept',
    '#2 new: fresh-connection · 200 · kept',
  ]);
  // squid logs a tunnel when it ends.
  client.closeAll();
  const to = `CONNECT 127.0.0.1:${String(secure.port)}`;
  const lines = (await squid.nextLines(3)).map((line) => line.split(' ').slice(1).join(' '));
  assert.deepEqual(lines.toSorted(), [`${to} 200 ann`, `${to} 200 ann`, `${to} 407 -`]);
  assert.equal(secure.connections.length, 2);
});

test('a wrong password is tried once, on a request and on a tunnel', async (t) => {
  const client = await squid.through(t, 'ann:wrong');
  assert.deepEqual(story(await client.send(requestTo(`${plain.origin}/ok`))), [
    '#1 new: first-request · 407 · kept',
    '#1 reused · 407 · kept',
  ]);
  assert.deepEqual(story(await client.send(requestTo(`${secure.origin}/ok`))), [
    'proxy-authentication in proxy',
  ]);
  assert.ok((await squid.nextLines(4)).every((line) => / 407 /.test(line)));
});

/** As htdigest writes it. */
function account(user: string): string {
  const hash = createHash('md5').update(`${user}:${realm}:${password}`).digest('hex');
  return `${user}:${realm}:${hash}\n`;
}
