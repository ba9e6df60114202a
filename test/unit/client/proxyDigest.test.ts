/** A proxy that wants Digest: on what it forwards the challenge is a hop, in front of a tunnel it is part of the handshake. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { noProxy } from '../../../src/client/proxySettings.ts';
import { describeFailure } from '../../../src/insight/failureText.ts';
import { certificates } from '../../support/certificates.ts';
import { startDigestProxy } from '../../support/digestProxy.ts';
import { startDigestServer } from '../../support/digestServer.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';

async function through(t: TestContext, { password = 's3cret', closes = false } = {}) {
  const proxy = await startDigestProxy({ closes });
  t.after(() => proxy.dispose());
  const url = `http://ann:${password}@127.0.0.1:${String(proxy.port)}`;
  return { proxy, client: await clientFor(t, { proxy: { ...noProxy, http: url, https: url } }) };
}

async function origin(t: TestContext, isSecure = false): Promise<string> {
  const server = await startServer(isSecure ? { tls: (await certificates()).localhost } : {});
  t.after(() => server.dispose());
  return server.origin;
}

test('forwarded: challenge and answer are two hops on one connection, and the next send needs one', async (t) => {
  const { proxy, client } = await through(t);
  const url = `${await origin(t)}/ok?a=b#c`;
  const first = await client.send(requestTo(url));
  assert.deepEqual(story(first), ['#1 new: first-request · 407 · kept', '#1 reused · 200 · kept']);
  assert.deepEqual(
    first.hops.map(({ cause }) => cause),
    ['first', 'auth'],
  );
  assert.deepEqual(proxy.story(), ['407 GET Basic', '200 GET Digest 00000001']);
  assert.deepEqual(story(await client.send(requestTo(url))), ['#1 reused · 200 · kept']);
  assert.deepEqual(proxy.story(), ['200 GET Digest 00000002']);
});

test('forwarded: a stale nonce is replaced, and a wrong password is not tried twice', async (t) => {
  const { proxy, client } = await through(t);
  const url = `${await origin(t)}/ok`;
  await client.send(requestTo(url));
  proxy.renew();
  proxy.story();
  assert.equal((await client.send(requestTo(url))).failure, null);
  assert.deepEqual(proxy.story(), ['407 GET Digest 00000002', '200 GET Digest 00000001']);
  const wrong = await through(t, { password: 'wrong' });
  const { hops } = await wrong.client.send(requestTo(url));
  assert.deepEqual([hops.length, hops.at(-1)?.response?.status], [2, 407]);
});

test('forwarded: what the file says to the proxy is left as it is', async (t) => {
  const { proxy, client } = await through(t);
  const headers = [['Proxy-Authorization', 'Bearer mine']] as const;
  const { hops } = await client.send(requestTo(`${await origin(t)}/ok`, { headers }));
  assert.deepEqual([hops.length, hops[0]?.response?.status], [1, 407]);
  assert.deepEqual(proxy.story(), ['407 GET Bearer']);
});

test('forwarded: Digest of the proxy and of the server after it', async (t) => {
  const { proxy, client } = await through(t);
  const server = await startDigestServer();
  t.after(() => server.dispose());
  const signing = { kind: 'digest', user: 'user', password: 'secret' } as const;
  const { hops } = await client.send(requestTo(`${server.origin}/`, { signing }));
  assert.deepEqual(
    hops.map(({ response }) => response?.status),
    [407, 401, 200],
  );
  assert.equal(proxy.accepted(), 1);
});

for (const closes of [false, true]) {
  test(`tunnel: answered on ${closes ? 'another' : 'the same'} connection, before the request`, async (t) => {
    const { proxy, client } = await through(t, { closes });
    const url = `${await origin(t, true)}/ok`;
    const first = await client.send(requestTo(url));
    assert.deepEqual(story(first), ['#1 new: first-request · 200 · kept']);
    assert.deepEqual(proxy.story(), ['407 CONNECT Basic', '200 CONNECT Digest 00000001']);
    assert.equal(proxy.accepted(), closes ? 2 : 1);
    assert.ok((first.phases.proxy ?? 0) > 0);
    const fresh = await client.send(requestTo(url, { freshConnection: true }));
    assert.deepEqual(story(fresh), ['#2 new: fresh-connection · 200 · kept']);
    proxy.renew();
    const renewed = await client.send(requestTo(url, { freshConnection: true }));
    assert.equal(renewed.failure, null);
    assert.deepEqual(proxy.story(), [
      '200 CONNECT Digest 00000002',
      '407 CONNECT Digest 00000003',
      '200 CONNECT Digest 00000001',
    ]);
  });
}

test('tunnel: with a wrong password it ends, and says so', async (t) => {
  const { proxy, client } = await through(t, { password: 'wrong' });
  const exchange = await client.send(requestTo(`${await origin(t, true)}/ok`));
  assert.deepEqual(story(exchange), ['proxy-authentication in proxy']);
  assert.match(exchange.failure === null ? '' : describeFailure(exchange.failure), /credentials/);
  assert.deepEqual(proxy.story(), ['407 CONNECT Basic', '407 CONNECT Digest 00000001']);
});
