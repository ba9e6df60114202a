/** Client certificates, authorities of one's own, and TLS sessions. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { suite, test, type TestContext } from 'node:test';
import { defaultSettings, type ClientSettings } from '../../../src/client/settings.ts';
import type { ClientCertificate } from '../../../src/transport/connection.ts';
import { certificates } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { pfxOf } from '../../support/pfx.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

const passphrase = 'open sesame';

suite('a server that requires a client certificate', () => {
  const served = ['#1 new: first-request · 200 · kept'];
  const refused = /^(#1 new: first-request · )?client-certificate in (tls|wait)/;

  for (const httpVersion of ['1.1', '2']) {
    test(`HTTP/${httpVersion}: gets one in PEM`, async (t) => {
      const { client } = await certificates();
      assert.deepEqual(await sendWith(t, httpVersion, client), served);
    });

    test(`HTTP/${httpVersion}: gets none → client-certificate, once`, async (t) => {
      const [first = '', ...more] = await sendWith(t, httpVersion, null);
      assert.match(first, refused);
      assert.deepEqual(more, []);
    });
  }

  test('gets one whose key has a passphrase', async (t) => {
    const { cert, key } = (await certificates()).client;
    const locked = lock(key);
    assert.deepEqual(await sendWith(t, '1.1', { cert, key: locked, passphrase }), served);
    const [wrong = ''] = await sendWith(t, '1.1', { cert, key: locked, passphrase: 'wrong' });
    assert.equal(wrong, 'client-certificate in tls');
    const [none = ''] = await sendWith(t, '1.1', { cert, key: locked });
    assert.equal(none, 'client-certificate in tls');
  });

  test('gets one in PFX', async (t) => {
    const pfx = pfxOf((await certificates()).client, passphrase);
    if (pfx === null) {
      t.skip('needs openssl to make a PFX');
      return;
    }
    assert.deepEqual(await sendWith(t, '1.1', { pfx, passphrase }), served);
    const [wrong = ''] = await sendWith(t, '1.1', { pfx, passphrase: 'wrong' });
    assert.equal(wrong, 'client-certificate in tls');
  });

  test('does not see one that can not be used', async (t) => {
    const { client, stranger } = await certificates();
    for (const unusable of [
      { cert: client.cert, key: stranger.key },
      { cert: 'no certificate', key: client.key },
      { pfx: Buffer.from('no PFX') },
    ]) {
      assert.deepEqual(await sendWith(t, '1.1', unusable), ['client-certificate in tls']);
    }
  });

  test('gets that of its host and port, before that of its host', async (t) => {
    const { client, stranger } = await certificates();
    const { port, send } = await picky(t);
    const right = `localhost:${String(port)}`;
    assert.deepEqual(await send({ localhost: stranger, [right]: client }), served);
    assert.deepEqual(await send({ localhost: client, 'localhost:1': stranger }), served);
    const [other = ''] = await send({ 'api.test': client, 'localhost:1': client });
    assert.match(other, refused);
  });
});

test('a certificate is another connection, and not the session of the one before', async (t) => {
  const { client, localhost } = await certificates();
  const { server, client: sender, send } = await stage(t, { tls: localhost });
  const extraCa = [(await certificates()).ca];
  await send('/ok');
  const running = send('/slow?first=60');
  await until('it runs', () => server.connections[0]?.requests.length === 2);
  const settings = { ...defaultSettings, extraCa, clientCertificates: { '127.0.0.1': client } };
  sender.changeSettings(settings);
  const other = await send('/ok');
  assert.deepEqual(story(other), ['#2 new: different-client-certificate · 200 · kept']);
  assert.equal(other.hops[0]?.connection?.tlsResumed, false);
  await running;
  assert.equal(server.resumed, 0);
});

suite('what is offered in the handshake', () => {
  type Offer = Pick<ClientSettings, 'ciphers' | 'curves' | 'maxTlsVersion'>;
  const check = (offer: Partial<Offer>, served: object, expected: string): void => {
    test(`${JSON.stringify(offer)} to ${JSON.stringify(served)} → ${expected}`, async (t) => {
      const tls = { ...(await certificates()).localhost, ...served };
      const { send } = await stage(t, { tls, settings: offer });
      const exchange = await send('/ok');
      assert.equal(exchange.hops[0]?.connection?.tlsCipher ?? exchange.failure?.code, expected);
    });
  };
  const chacha = 'TLS_CHACHA20_POLY1305_SHA256';
  const aes = 'TLS_AES_128_GCM_SHA256';
  check({ ciphers: chacha }, {}, chacha);
  check({ ciphers: aes }, {}, aes);
  check({ ciphers: aes }, { ciphers: chacha }, 'tls-handshake');
  check(
    { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxTlsVersion: 'TLSv1.2' },
    {},
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  );
  check({ ciphers: aes, curves: 'P-384' }, { ecdhCurve: 'P-256:P-384' }, aes);
  check({ ciphers: aes, curves: 'P-384' }, { ecdhCurve: 'P-256' }, 'tls-handshake');
  check({ ciphers: 'none such' }, {}, 'tls-handshake');
  check({ curves: 'none such' }, {}, 'tls-handshake');

  for (const [name, one, other] of [
    ['ciphers', chacha, aes],
    ['curves', 'P-256', 'P-384'],
  ] as const) {
    test(`other ${name} are another connection`, async (t) => {
      const { ca, localhost } = await certificates();
      const settings = { [name]: one };
      const { server, client, send } = await stage(t, { tls: localhost, settings });
      const running = send('/slow?first=60');
      await until('it runs', () => server.connections[0]?.requests.length === 1);
      client.changeSettings({ ...defaultSettings, extraCa: [ca], [name]: other });
      const exchange = await send('/ok');
      assert.deepEqual(story(exchange), ['#2 new: different-tls-config · 200 · kept']);
      assert.equal(exchange.hops[0]?.connection?.tlsResumed, false);
      await running;
    });
  }
});

suite('a TLS session', () => {
  test('is resumed by the next connection, in 1.3 and 1.2, and that is no reuse', async (t) => {
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      const tls = { ...(await certificates()).localhost, maxVersion };
      const { server, send } = await stage(t, { tls });
      await send('/ok');
      const again = await send('/ok', { freshConnection: true });
      assert.deepEqual(story(again), ['#2 new: fresh-connection · 200 · kept']);
      assert.equal(again.hops[0]?.connection?.tlsVersion, maxVersion);
      assert.equal(again.hops[0].connection.tlsResumed, true);
      assert.equal(server.resumed, 1);
    }
  });

  const changes: Readonly<Record<string, Partial<ClientSettings>>> = {
    'other authorities': { extraCa: ['other'] },
    'a client certificate': { clientCertificates: { '127.0.0.1': {} } },
  };
  for (const [what, change] of Object.entries(changes)) {
    test(`is not taken over to a client with ${what}`, async (t) => {
      const { ca, localhost, selfSigned, client } = await certificates();
      const { server, send } = await stage(t, { tls: localhost });
      await send('/ok');
      const settings = change.extraCa
        ? { extraCa: [ca, selfSigned.cert] }
        : { clientCertificates: { '127.0.0.1': client } };
      const other = await clientFor(t, settings);
      const exchange = await other.send(requestTo(`${server.origin}/ok`));
      assert.equal(exchange.hops[0]?.connection?.tlsResumed, false);
      assert.equal(server.resumed, 0);
    });
  }

  test('that was not verified is not taken over to one that is, nor back', async (t) => {
    const { server, send } = await stage(t, { tls: (await certificates()).localhost });
    const loose = { insecure: true, freshConnection: true };
    const resumed = [];
    for (const change of [loose, { freshConnection: true }, loose, { freshConnection: true }]) {
      resumed.push((await send('/ok', change)).hops[0]?.connection?.tlsResumed);
    }
    assert.deepEqual(resumed, [false, false, true, true]);
    assert.equal(server.resumed, 2);
  });

  test('does not help a server that must be verified and can not be', async (t) => {
    const { send } = await stage(t, { tls: (await certificates()).selfSigned });
    assert.equal((await send('/ok', { insecure: true })).failure, null);
    assert.deepEqual(story(await send('/ok')), ['tls-untrusted in tls']);
  });
});

async function sendWith(
  t: TestContext,
  httpVersion: string,
  certificate: ClientCertificate | null,
): Promise<string[]> {
  const { send } = await picky(t, httpVersion);
  return send(certificate === null ? {} : { localhost: certificate });
}

/** A server that takes nobody without a certificate of the test authority. */
async function picky(t: TestContext, httpVersion = '1.1') {
  const { ca, localhost } = await certificates();
  const tls = { ...localhost, ca, requestCert: true, rejectUnauthorized: true };
  const server = httpVersion === '2' ? await startHttp2Server({ tls }) : await startServer({ tls });
  t.after(() => server.dispose());
  const send = async (clientCertificates: ClientSettings['clientCertificates']) => {
    const client = await clientFor(t, { clientCertificates });
    const request = requestTo(`https://localhost:${String(server.port)}/ok`, { timeoutMs: 10_000 });
    return story(await client.send(request));
  };
  return { port: server.port, send };
}

function lock(key: string): string {
  return createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}
