/** VS Code's own `http.*`: what each of them does to a send, as a proxy and a server see it. */
import assert from 'node:assert/strict';
import tls from 'node:tls';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { certificates, type Certificates } from '../support/certificates.ts';
import { startScriptedProxy, type ScriptedProxy } from '../support/scriptedProxy.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { closeEverything, openHttp, send } from './window.ts';

type Place = 'open' | 'guarded' | 'secure';

type Row = {
  /** Which proxy `http.proxy` names; null sets none. */
  readonly proxy: Place | null;
  /** In its address. */
  readonly userInfo?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the server; plain where none is said. */
  readonly scheme?: 'http' | 'https';
  /** `direct` or what the proxy was asked for, and the answer's status; or the code of the failure. */
  readonly expected: string;
};

const credentials = 'ada:lovelace';
const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;

const rows: Readonly<Record<string, Row>> = {
  'without a proxy it goes straight to the server': { proxy: null, expected: 'direct 200' },
  'http.proxy': { proxy: 'open', expected: 'GET 200' },
  'http.proxy, to an https server': { proxy: 'open', scheme: 'https', expected: 'CONNECT 200' },
  'http.noProxy names the host': {
    proxy: 'open',
    settings: { noProxy: ['other.test', '127.0.0.1'] },
    expected: 'direct 200',
  },
  'http.noProxy names a range with the host in it': {
    proxy: 'open',
    settings: { noProxy: ['127.0.0.0/8'] },
    expected: 'direct 200',
  },
  'http.noProxy names the host with another port': {
    proxy: 'open',
    settings: { noProxy: ['127.0.0.1:1'] },
    expected: 'GET 200',
  },
  'http.noProxy names another host': {
    proxy: 'open',
    settings: { noProxy: ['other.test'] },
    expected: 'GET 200',
  },
  'http.proxySupport: off': {
    proxy: 'open',
    settings: { proxySupport: 'off' },
    expected: 'direct 200',
  },
  'http.proxySupport: on': {
    proxy: 'open',
    settings: { proxySupport: 'on' },
    expected: 'GET 200',
  },
  'http.proxySupport: fallback': {
    proxy: 'open',
    settings: { proxySupport: 'fallback' },
    expected: 'GET 200',
  },
  'http.proxySupport: override': {
    proxy: 'open',
    settings: { proxySupport: 'override' },
    expected: 'GET 200',
  },
  'a proxy that wants to know who asks is told nothing': { proxy: 'guarded', expected: 'GET 407' },
  'http.proxyAuthorization': {
    proxy: 'guarded',
    settings: { proxyAuthorization: basic },
    expected: 'GET 200',
  },
  'http.proxyAuthorization, to an https server': {
    proxy: 'guarded',
    scheme: 'https',
    settings: { proxyAuthorization: basic },
    expected: 'CONNECT 200',
  },
  'what stands in http.proxy wins over http.proxyAuthorization': {
    proxy: 'guarded',
    userInfo: `${credentials}@`,
    settings: { proxyAuthorization: 'Basic d3Jvbmc6d3Jvbmc=' },
    expected: 'GET 200',
  },
  'the certificate of an https proxy is checked': { proxy: 'secure', expected: 'tls-untrusted' },
  'http.proxyStrictSSL: false': {
    proxy: 'secure',
    settings: { proxyStrictSSL: false },
    expected: 'GET 200',
  },
};

suite('network settings of VS Code', () => {
  let made: Certificates;
  let servers: Record<'http' | 'https', ScriptedServer>;
  let proxies: Record<Place, ScriptedProxy>;
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    made = await certificates();
    const tls = made.selfSigned;
    servers = { http: await startServer(), https: await startServer({ tls }) };
    proxies = {
      open: await startScriptedProxy(),
      guarded: await startScriptedProxy({ credentials }),
      secure: await startScriptedProxy({ tls }),
    };
    document = await openHttp([
      '# @insecure',
      `GET ${servers.http.origin}/ok`,
      '',
      '###',
      '# @insecure',
      `GET ${servers.https.origin}/ok`,
      '',
      '###',
      `GET ${servers.https.origin}/ok`,
    ]);
  });
  teardown(() => vscode.commands.executeCommand('keepalive.closeConnections'));
  suiteTeardown(async () => {
    await apply({});
    await closeEverything();
    for (const each of [...Object.values(servers), ...Object.values(proxies)]) await each.dispose();
  });

  for (const [name, row] of Object.entries(rows)) {
    test(name, async () => {
      const { proxy, userInfo = '', settings = {}, scheme = 'http', expected } = row;
      const asked = proxy === null ? [] : proxies[proxy].asked;
      const before = asked.length;
      const kind = proxy === 'secure' ? 'https' : 'http';
      const place = proxy === null ? '' : `127.0.0.1:${String(proxies[proxy].port)}`;
      const address = proxy === null ? {} : { proxy: `${kind}://${userInfo}${place}` };
      await apply({ ...address, ...settings });
      const exchange = await send(document, scheme === 'http' ? 1 : 5);
      assert.ok(exchange);
      const status = String(exchange.hops[0]?.response?.status);
      const answers = asked.slice(before).map((line) => `${line.split(' ')[0] ?? ''} ${status}`);
      assert.equal(exchange.failure?.code ?? (answers.join() || `direct ${status}`), expected);
    });
  }

  test('http.systemCertificates: what the system trusts is trusted, or not', async () => {
    const { getCACertificates } = tls;
    // Stands in for the store of the machine, which a test had better leave alone.
    tls.getCACertificates = (type) =>
      type === 'system' ? [made.selfSigned.cert] : getCACertificates(type);
    const versions = vscode.workspace.getConfiguration('keepalive.tls');
    const oneVersion = (value: string | undefined): Thenable<void> =>
      versions.update('minVersion', value, vscode.ConfigurationTarget.Global);
    try {
      // What OpenSSL was told once is kept: no other test has this version and no other authority.
      await oneVersion('TLSv1.1');
      await apply({});
      assert.equal((await send(document, 8))?.failure, null);
      await apply({ systemCertificates: false });
      assert.equal((await send(document, 8))?.failure?.code, 'tls-untrusted');
    } finally {
      tls.getCACertificates = getCACertificates;
      await oneVersion(undefined);
    }
  });
});

/** What is set now. */
let applied: Readonly<Record<string, unknown>> = {};

/** These and no others of `http.*`; what stays is not written again. */
async function apply(wanted: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('http');
  for (const name of new Set([...Object.keys(applied), ...Object.keys(wanted)])) {
    if (applied[name] === wanted[name]) continue;
    await configuration.update(name, wanted[name], vscode.ConfigurationTarget.Global);
  }
  applied = wanted;
}
