/** Digest over real sockets: the challenge and its answer are two hops, and the next send needs one. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DigestSigning } from '../../../src/request/resolvedRequest.ts';
import { startDigestServer } from '../../support/digestServer.ts';
import { startRedirectServers } from '../../support/redirectServers.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, story } from '../../support/stage.ts';

const signing: DigestSigning = { kind: 'digest', user: 'user', password: 'secret' };

async function startFor(t: TestContext, algorithm?: string, qop?: string | null) {
  const server = await startDigestServer(algorithm, qop);
  t.after(() => server.dispose());
  return { server, client: await clientFor(t) };
}

test('the challenge is answered on the same connection, and the next send before it is asked', async (t) => {
  const { server, client } = await startFor(t);
  const request = requestTo(`${server.origin}/a?b=1`, { signing });
  const first = await client.send(request);
  assert.deepEqual(
    first.hops.map(({ cause }) => cause),
    ['first', 'auth'],
  );
  assert.deepEqual(story(first), ['#1 new: first-request · 401 · kept', '#1 reused · 200 · kept']);
  assert.deepEqual(server.story(), ['401 -', '200 00000001']);
  const second = await client.send(request);
  assert.equal(second.hops.length, 1);
  assert.deepEqual(server.story(), ['200 00000002']);
  assert.equal(server.connections(), 1);
});

for (const [algorithm, qop] of [
  ['MD5', null],
  ['MD5', 'auth-int'],
  ['MD5-sess', 'auth'],
  ['MD5-sess', 'auth-int'],
] as const) {
  test(`${algorithm} with qop ${String(qop)}, and a body`, async (t) => {
    const { server, client } = await startFor(t, algorithm, qop);
    const body = Buffer.from('a body');
    const request = requestTo(`${server.origin}/`, { method: 'POST', signing, body });
    for (const hops of [2, 1]) {
      const exchange = await client.send(request);
      assert.equal(exchange.hops.at(-1)?.response?.status, 200);
      assert.equal(exchange.hops.length, hops);
    }
  });
}

test('a wrong password is not tried twice', async (t) => {
  const { server, client } = await startFor(t);
  const wrong = { ...signing, password: 'wrong' };
  const exchange = await client.send(requestTo(server.origin, { signing: wrong }));
  assert.deepEqual(server.story(), ['401 -', '401 00000001']);
  assert.equal(exchange.failure, null);
  const right = await client.send(requestTo(server.origin, { signing }));
  assert.equal(right.hops.at(-1)?.response?.status, 200);
});

test('a stale nonce is replaced by the new one', async (t) => {
  const { server, client } = await startFor(t);
  const request = requestTo(server.origin, { signing });
  await client.send(request);
  server.renew();
  server.story();
  const exchange = await client.send(request);
  assert.deepEqual(server.story(), ['401 00000002', '200 00000001']);
  assert.equal(exchange.hops.length, 2);
});

test('the server may name the next nonce', async (t) => {
  const { server, client } = await startFor(t);
  server.nextNonce = true;
  for (let sent = 0; sent < 3; sent++) await client.send(requestTo(server.origin, { signing }));
  assert.deepEqual(server.story(), ['401 -', '200 00000001', '200 00000001', '200 00000001']);
});

test('many at once count their nonce apart', async (t) => {
  const { server, client } = await startFor(t);
  const request = requestTo(server.origin, { signing });
  await client.send(request);
  server.story();
  await Promise.all(Array.from({ length: 5 }, () => client.send(request)));
  assert.equal(new Set(server.story()).size, 5);
});

test('@fresh-connection opens one connection for both hops', async (t) => {
  const { server, client } = await startFor(t);
  await client.send(requestTo(server.origin, { signing, freshConnection: true }));
  assert.equal(server.connections(), 1);
});

test('neither Digest nor a signature goes to another origin', async (t) => {
  const servers = await startRedirectServers();
  t.after(() => servers.dispose());
  const { server, client } = await startFor(t);
  const to = encodeURIComponent(`${servers.origins[1]}/there`);
  const url = `${servers.origins[0]}/go?status=307&to=${to}`;
  const aws = { kind: 'aws', accessKeyId: 'AKID', secretAccessKey: 'hidden' } as const;
  const signature = { ...aws, sessionToken: null, region: null, service: 'x' };
  await client.send(requestTo(url, { signing: signature }));
  const [first, second] = servers.take();
  assert.match(first?.headers.authorization ?? '', /^AWS4-HMAC-SHA256 Credential=AKID\//);
  assert.equal(second?.headers.authorization, undefined);
  assert.equal(second?.headers['x-amz-date'], undefined);
  // A challenge of the other origin stays unanswered.
  const away = encodeURIComponent(server.origin);
  const exchange = await client.send(
    requestTo(`${servers.origins[0]}/go?status=307&to=${away}`, { signing }),
  );
  assert.equal(exchange.hops.at(-1)?.response?.status, 401);
  assert.deepEqual(server.story(), ['401 -']);
});

test('what is redirected on the same origin is signed again, for its own path', async (t) => {
  const servers = await startRedirectServers();
  t.after(() => servers.dispose());
  const client = await clientFor(t);
  const aws = { kind: 'aws', accessKeyId: 'AKID', secretAccessKey: 'hidden' } as const;
  const signature = { ...aws, sessionToken: 'the-token', region: 'eu-west-1', service: 'x' };
  await client.send(
    requestTo(`${servers.origins[0]}/go?status=307&to=/there`, { signing: signature }),
  );
  const [first, second] = servers.take();
  const signatureOf = (value = '') => /Signature=(\w+)/.exec(value)?.[1];
  assert.ok(signatureOf(second?.headers.authorization) !== undefined);
  assert.notEqual(
    signatureOf(first?.headers.authorization),
    signatureOf(second?.headers.authorization),
  );
  assert.equal(second?.headers['x-amz-security-token'], 'the-token');
});
