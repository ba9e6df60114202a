/** Servers that are held to a key: in every handshake, whether or not their certificate is checked. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey } from 'node:crypto';
import { suite, test } from 'node:test';
import { noProxy } from '../../../src/client/proxySettings.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { describeFailure } from '../../../src/insight/failureText.ts';
import type { WireEvent } from '../../../src/transport/wireEvent.ts';
import { certificates, type KeyPair } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

const { ca, localhost, selfSigned, client: stranger } = await certificates();
const right = pinOf(localhost);
const wrong = pinOf(stranger);
const served = ['#1 new: first-request · 200 · kept'];
const refused = ['tls-untrusted in tls'];

suite('a pinned key', () => {
  const rows: readonly [what: string, pins: Readonly<Record<string, string[]>>, string[]][] = [
    ['that is the right one', { '127.0.0.1': [right] }, served],
    ['that is one of several', { '127.0.0.1': [wrong, right] }, served],
    ['of another', { '127.0.0.1': [wrong] }, refused],
    ['that could not be read', { '127.0.0.1': [] }, refused],
    ['of another host', { localhost: [wrong] }, served],
  ];
  for (const [what, pinnedKeys, expected] of rows) {
    for (const insecure of [false, true]) {
      test(`${what}${insecure ? ', with the certificate not checked' : ''}`, async (t) => {
        const { server, send } = await stage(t, { tls: localhost, settings: { pinnedKeys } });
        assert.deepEqual(story(await send('/ok', { insecure })), expected);
        assert.equal(server.served().flat().length, expected === served ? 1 : 0);
      });
    }
  }

  test('over HTTP/2', async (t) => {
    const server = await startHttp2Server({ tls: localhost });
    t.after(() => server.dispose());
    for (const [key, expected] of [
      [right, served],
      [wrong, refused],
    ] as const) {
      const client = await clientFor(t, { pinnedKeys: { '127.0.0.1': [key] } });
      assert.deepEqual(story(await client.send(requestTo(`${server.origin}/ok`))), expected);
    }
  });

  test('of the host and port wins over that of the host', async (t) => {
    const server = await startServer({ tls: localhost });
    t.after(() => server.dispose());
    const pinnedKeys = { '127.0.0.1': [wrong], [`127.0.0.1:${String(server.port)}`]: [right] };
    const client = await clientFor(t, { pinnedKeys });
    assert.deepEqual(story(await client.send(requestTo(`${server.origin}/ok`))), served);
  });

  test('does not make a certificate trusted', async (t) => {
    const pinnedKeys = { '127.0.0.1': [pinOf(selfSigned)] };
    const { send } = await stage(t, { tls: selfSigned, settings: { pinnedKeys } });
    const exchange = await send('/ok');
    assert.deepEqual(story(exchange), refused);
    assert.equal(exchange.failure?.unpinnedKey, undefined);
  });

  test('of an HTTPS proxy', async (t) => {
    const proxy = await startScriptedProxy({ tls: localhost });
    t.after(() => proxy.dispose());
    const place = `127.0.0.1:${String(proxy.port)}`;
    const settings = { proxy: { ...noProxy, http: `https://${place}` } };
    const client = await clientFor(t, { ...settings, pinnedKeys: { [place]: [wrong] } });
    const exchange = await client.send(requestTo('http://api.test/'));
    assert.deepEqual(story(exchange), ['tls-untrusted in proxy']);
    assert.equal(exchange.failure?.port, proxy.port);
  });
});

test('another key is told, and the way out', async (t) => {
  const pinnedKeys = { '127.0.0.1': [wrong] };
  const { server, send } = await stage(t, { tls: localhost, settings: { pinnedKeys } });
  const { failure } = await send('/ok');
  assert.ok(failure);
  assert.equal(
    describeFailure(failure),
    `127.0.0.1:${String(server.port)} shows the key sha256//${right}, which is none of those pinned for it. ` +
      'Ask whoever runs it: if that is its key now, put it into keepalive.tls.pinnedKeys',
  );
});

test('a session is resumed under the pin it was made under', async (t) => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    const settings = { pinnedKeys: { '127.0.0.1': [right] } };
    const tls = { ...localhost, maxVersion };
    const { send } = await stage(t, { tls, settings });
    await send('/ok');
    const again = await send('/ok', { freshConnection: true });
    assert.equal(again.failure, null);
    assert.equal(again.hops[0]?.connection?.tlsResumed, true);
  }
});

test('a session that was made without the pin is not resumed with it', async (t) => {
  const { server, client, send } = await stage(t, { tls: localhost });
  await send('/ok');
  client.changeSettings({
    ...defaultSettings,
    extraCa: [ca],
    pinnedKeys: { '127.0.0.1': [wrong] },
  });
  assert.deepEqual(story(await send('/ok')), refused);
  assert.equal(server.resumed, 0);
});

test('a session of the right server does not let another one in', async (t) => {
  const settings = { pinnedKeys: { '127.0.0.1': [right] } };
  const { send } = await stage(t, { tls: localhost, settings });
  await send('/ok');
  // In TLS 1.2 a session comes with the handshake itself.
  const tls = { ...selfSigned, maxVersion: 'TLSv1.2' };
  const other = await startServer({ tls });
  t.after(() => other.dispose());
  const connectTo = { host: '127.0.0.1', port: other.port };
  for (let turn = 0; turn < 2; turn += 1) {
    const exchange = await send('/ok', { connectTo, insecure: true });
    assert.equal(exchange.failure?.unpinnedKey, `sha256//${pinOf(selfSigned)}`);
  }
  assert.deepEqual(other.served().flat(), []);
});

test('another pin is another connection', async (t) => {
  const { server, client, send } = await stage(t, { tls: localhost });
  const running = send('/slow?first=60');
  await until('it runs', () => server.connections[0]?.requests.length === 1);
  client.changeSettings({
    ...defaultSettings,
    extraCa: [ca],
    pinnedKeys: { '127.0.0.1': [right] },
  });
  assert.deepEqual(story(await send('/ok')), ['#2 new: different-tls-config · 200 · kept']);
  await running;
});

test('the trace tells of the certificate as it does without a pin', async (t) => {
  const server = await startServer({ tls: localhost });
  t.after(() => server.dispose());
  const client = await clientFor(t, { pinnedKeys: { '127.0.0.1': [right] } });
  const told: WireEvent[] = [];
  await client.send(requestTo(`${server.origin}/ok`), {
    trace: (event) => {
      if (event.kind === 'wire') told.push(event.event);
    },
  });
  const secured = told.find((event) => event.kind === 'secured');
  assert.equal(secured?.certificate?.subject, 'CN=localhost');
});

/** From the private key, not from the certificate. */
function pinOf({ key }: KeyPair): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
