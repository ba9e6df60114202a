/** Every setting of ours: a value that is not its default, and where it has to arrive. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ClientSettings } from '../../src/client/settings.ts';
import type { Settings } from '../../src/editor/settings.ts';

/** `expected`: what `asked` then says, where that is not the value itself. */
export type SettingRow<From> = readonly [
  name: string,
  value: unknown,
  asked: (from: From) => unknown,
  expected?: unknown,
];

export const folder = vscode.workspace.workspaceFolders![0]!.uri;
export const file = vscode.Uri.joinPath(folder, 'simple.http');

/** Asked for at each send. */
export const windowRows: readonly SettingRow<Settings>[] = [
  ['pool.scope', 'file', (settings) => settings.scope()],
  ['run.parallel', 3, (settings) => settings.parallel()],
  ['cookies.keep', 'memory', (settings) => settings.cookies()],
  ['hints.enabled', false, (settings) => settings.hintsEnabled()],
  ['history.maxItems', 7, (settings) => settings.historyLimit()],
  ['annotation.content', 'short', (settings) => settings.annotations(file).content],
  ['annotation.maxLength', 12, (settings) => settings.annotations(file).maxLength],
  ['response.column', 'active', (settings) => settings.view(file.fsPath).column],
  ['response.focus', true, (settings) => settings.view(file.fsPath).takesFocus],
  ['response.mode', 'headers', (settings) => settings.view(file.fsPath).mode],
  [
    'request.defaultHeaders',
    { 'X-A': 'b', 'User-Agent': null },
    (settings) => settings.defaultHeaders(),
    [['X-A', 'b']],
  ],
];

/** Certificates are read from here: `certificateText`, which is one as far as reading goes. */
export const certificateFile = join(tmpdir(), `keepalive-rows-${String(process.pid)}.pem`);
export const certificateText = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n';

const [pinned, otherPinned] = ['a', 'b'].map((byte) => Buffer.alloc(32, byte).toString('base64'));

/** What a client is made with. */
export const clientRows: readonly SettingRow<ClientSettings>[] = [
  ['pool.maxIdleConnections', 7, (client) => client.maxIdleConnections],
  ['pool.maxIdleSeconds', 61.5, (client) => client.maxIdleMs, 61_500],
  ['pool.maxLifetimeSeconds', 62, (client) => client.maxLifetimeMs, 62_000],
  ['pool.maxConnectionsPerHost', 3, (client) => client.maxConnectionsPerHost],
  ['pool.maxConnections', 5, (client) => client.maxConnections],
  ['pool.maxConcurrentStreams', 9, (client) => client.maxConcurrentStreams],
  ['pool.retryStale', 'never', (client) => client.retryStale],
  ['request.connectTimeoutSeconds', 11, (client) => client.connectTimeoutMs, 11_000],
  ['request.firstByteTimeoutSeconds', 12, (client) => client.firstByteTimeoutMs, 12_000],
  ['request.timeoutSeconds', 13, (client) => client.timeoutMs, 13_000],
  [
    'request.phaseTimeoutSeconds',
    { dns: 1, wait: 2.5 },
    (client) => client.phaseTimeoutsMs,
    { dns: 1000, wait: 2500 },
  ],
  ['request.followRedirects', false, (client) => client.followRedirects],
  ['request.maxRedirects', 4, (client) => client.maxRedirects],
  [
    'request.defaultHeaders',
    { 'X-A': 'b', 'User-Agent': null },
    (client) => client.defaultHeaders.map(([name]) => name),
    ['Accept', 'Accept-Encoding'],
  ],
  ['response.largeBodyMegabytes', 3, (client) => client.maxBodyBytes, 3 * 1024 * 1024],
  ['tls.ca', [certificateFile], (client) => client.extraCa, [certificateText]],
  [
    'tls.certificates',
    { 'Api.test': { cert: certificateFile, key: certificateFile, passphrase: 'open' } },
    (client) => client.clientCertificates,
    { 'api.test': { cert: certificateText, key: certificateText, passphrase: 'open' } },
  ],
  ['tls.insecureHosts', ['Api.test:1'], (client) => client.insecureHosts, ['api.test:1']],
  ['tls.minVersion', 'TLSv1.1', (client) => client.minTlsVersion],
  ['tls.maxVersion', 'TLSv1.2', (client) => client.maxTlsVersion],
  ['tls.ciphers', 'AES128-SHA', (client) => client.ciphers],
  ['tls.curves', 'P-384', (client) => client.curves],
  [
    'tls.pinnedKeys',
    { 'Api.test': `sha256//${pinned};sha256//${otherPinned}` },
    (client) => client.pinnedKeys,
    { 'api.test': [pinned, otherPinned] },
  ],
];
