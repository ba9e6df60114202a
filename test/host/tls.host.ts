/** The settings `keepalive.tls.*`: what they trust, and what they say when they can't be followed. */
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { certificates } from '../support/certificates.ts';
import { pfxOf } from '../support/pfx.ts';
import { startServer } from '../support/scriptedServer.ts';
import { annotation, api, closeEverything, openHttp, send, until } from './window.ts';

const names = ['ca', 'certificates', 'insecureHosts', 'minVersion', 'maxVersion', 'pinnedKeys'];

suite('TLS settings', () => {
  let folder = '';

  suiteSetup(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepalive-tls-'));
  });

  teardown(async () => {
    for (const name of names) await set(name, undefined);
    await closeEverything();
  });

  suiteTeardown(() => {
    rmSync(folder, { recursive: true });
  });

  test('an authority in a file is trusted, and a renewed one without a restart', async () => {
    const { ca, selfSigned } = await certificates();
    // Not one of the test authority, which another suite makes known to the whole host.
    const server = await startServer({ tls: selfSigned });
    const path = join(folder, 'ca.pem');
    writeFileSync(path, ca);
    await set('ca', [path]);
    const document = await openHttp([`GET ${server.origin}/ok`]);
    assert.equal((await send(document, 0))?.failure?.code, 'tls-untrusted');
    writeFileSync(path, selfSigned.cert);
    const exchange = await until(async () => {
      const again = await send(document, 0);
      return again?.failure === null ? again : null;
    });
    assert.equal(exchange.hops[0]?.connection?.tlsVerified, true);
    await server.dispose();
  });

  test('a server that wants a certificate gets that of its host and port', async () => {
    const { ca, localhost, client } = await certificates();
    const tls = { ...localhost, ca, requestCert: true, rejectUnauthorized: true };
    const server = await startServer({ tls });
    const [caFile, cert, key] = [
      join(folder, 'a.pem'),
      join(folder, 'c.pem'),
      join(folder, 'k.pem'),
    ];
    writeFileSync(caFile, ca);
    writeFileSync(cert, client.cert);
    writeFileSync(key, client.key);
    await set('ca', [caFile]);
    await set('certificates', { [`127.0.0.1:${server.port}`]: { cert, key } });
    const document = await openHttp([`GET ${server.origin}/ok`]);
    assert.equal((await send(document, 0))?.failure, null);
    // One that can't be read is told, and the others still count.
    await set('certificates', {
      [`127.0.0.1:${server.port}`]: { cert, key: join(folder, 'none') },
    });
    assert.equal((await send(document, 0))?.failure?.code, 'client-certificate');
    await server.dispose();
  });

  test('a certificate is taken from a PFX, or with a locked key, by its passphrase', async () => {
    const { ca, localhost, client } = await certificates();
    const tls = { ...localhost, ca, requestCert: true, rejectUnauthorized: true };
    const server = await startServer({ tls });
    const passphrase = 'open sesame';
    const content = pfxOf(client, passphrase);
    assert.ok(content, 'openssl made a PFX');
    const format = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
    const locked = createPrivateKey(client.key).export(format);
    const file = (name: string, text: string | Buffer): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    await set('ca', [file('authority.pem', ca)]);
    const pfx = file('client.pfx', content);
    const pem = { cert: file('client.pem', client.cert), key: file('locked.pem', locked) };
    const document = await openHttp([`GET ${server.origin}/ok`]);
    for (const [certificate, expected] of [
      [{ pfx, passphrase }, null],
      [{ pfx, passphrase: 'wrong' }, 'client-certificate'],
      [{ ...pem, passphrase }, null],
      [pem, 'client-certificate'],
    ] as const) {
      await set('certificates', { '127.0.0.1': certificate });
      const exchange = await send(document, 0);
      assert.ok(exchange);
      assert.equal(exchange.failure?.code ?? null, expected, JSON.stringify(certificate));
      if (expected === null) assert.equal(exchange.hops[0]?.connection?.reused, false);
    }
    await server.dispose();
  });

  test('a host whose certificate is not checked says so after each request', async () => {
    const { selfSigned } = await certificates();
    const server = await startServer({ tls: selfSigned });
    const document = await openHttp([`GET ${server.origin}/ok`]);
    assert.equal((await send(document, 0))?.failure?.code, 'tls-untrusted');
    await set('insecureHosts', ['127.0.0.1']);
    assert.equal((await send(document, 0))?.failure, null);
    assert.match((await annotation(document, 0)) ?? '', /TLS not verified/);
    await server.dispose();
  });

  test('the versions of TLS are kept to', async () => {
    const { selfSigned } = await certificates();
    const server = await startServer({ tls: selfSigned });
    await set('insecureHosts', ['127.0.0.1']);
    await set('maxVersion', 'TLSv1.2');
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const exchange = await send(document, 0);
    assert.equal(exchange?.hops[0]?.connection?.tlsVersion, 'TLSv1.2');
    await server.dispose();
  });

  test('a server must have the key that is pinned, and one that can not be read is told', async () => {
    const { localhost } = await certificates();
    const server = await startServer({ tls: localhost });
    const place = `127.0.0.1:${server.port}`;
    const key = new X509Certificate(localhost.cert).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const right = `sha256//${createHash('sha256').update(key).digest('base64')}`;
    const wrong = `sha256//${createHash('sha256').update(place).digest('base64')}`;
    await set('insecureHosts', [place]);
    const log: string[] = [];
    const listening = (await api()).onDidLog((line) => log.push(line));
    const document = await openHttp([`GET ${server.origin}/ok`]);
    for (const [pins, code] of [
      [right, undefined],
      [`${wrong};${right}`, undefined],
      [wrong, 'tls-untrusted'],
      ['right', 'tls-untrusted'],
    ]) {
      await set('pinnedKeys', { [place]: pins });
      assert.equal((await send(document, 0))?.failure?.code, code, pins);
    }
    const told = `keepalive.tls.pinnedKeys: ${place} needs sha256//BASE64, several joined with ";"`;
    await until(() => log.some((line) => line.includes(told)));
    listening.dispose();
    await server.dispose();
  });

  test('values of the wrong kind are left out, and requests are sent', async () => {
    await set('ca', 'not a list');
    await set('certificates', ['not an object']);
    await set('minVersion', 'SSLv3');
    await set('pinnedKeys', 'sha256//');
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    assert.equal((await send(document, 0))?.failure, null);
    await server.dispose();
  });
});

async function set(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive.tls');
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}
