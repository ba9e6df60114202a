/** What opens a connection for each cause, with real traffic: the last one opened is for it. */
import { noProxy } from '../../../src/client/proxySettings.ts';
import type { OpenedCode } from '../../../src/pool/reasons.ts';
import { certificates } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { until } from '../../support/until.ts';
import { onUnixSocket, type Row } from './reasonScene.ts';

export const opened: readonly Row<OpenedCode>[] = [
  ['first-request', ({ send }) => send('/ok')],
  [
    'fresh-connection',
    async ({ send }) => {
      await send('/ok');
      await send('/ok', { freshConnection: true });
    },
  ],
  [
    'all-busy',
    async ({ send, busy }) => {
      await busy();
      await send('/ok');
    },
  ],
  [
    'streams-exhausted',
    async (scene) => {
      const h2 = await startHttp2Server({ maxConcurrentStreams: 1 });
      scene.t.after(() => h2.dispose());
      const send = (path: string) =>
        scene.client.send(requestTo(h2.origin + path, { httpVersion: '2' }));
      await send('/ok');
      scene.leave(send('/never'));
      await until('it runs', () => h2.connections[0]?.streams.length === 2);
      await send('/ok');
    },
  ],
  [
    'stale-retry',
    async ({ send }) => {
      await send('/ok');
      await send('/fin?on=2');
    },
  ],
  [
    'different-scheme',
    async ({ send }) => {
      await send('/ok');
      // It opens, and fails in TLS: the reason is told when it opens.
      await send('/ok', { scheme: 'https', connectTimeoutMs: 100 });
    },
  ],
  [
    'different-proxy',
    async ({ t, send, busy, change }) => {
      await send('/ok');
      await busy();
      const proxy = await startScriptedProxy();
      t.after(() => proxy.dispose());
      change({ proxy: { ...noProxy, http: `http://127.0.0.1:${String(proxy.port)}` } });
      await send('/ok');
    },
  ],
  [
    'different-tls-config',
    async ({ secure, send }) => {
      await secure();
      await send('/ok');
      await send('/ok', { insecure: true });
    },
  ],
  [
    'different-client-certificate',
    async ({ secure, send, busy, change }) => {
      await secure();
      await busy();
      change({ clientCertificates: { '127.0.0.1': (await certificates()).client } });
      await send('/ok');
    },
  ],
  [
    'different-http-version',
    async ({ t, client }) => {
      const h2 = await startHttp2Server({ tls: (await certificates()).localhost });
      t.after(() => h2.dispose());
      await client.send(requestTo(`${h2.origin}/ok`));
      await client.send(requestTo(`${h2.origin}/ok`, { httpVersion: '1.1' }));
    },
  ],
  [
    'different-ip-version',
    async ({ send }) => {
      await send('/ok');
      await send('/ok', { ipVersion: 4 });
    },
  ],
  [
    'different-local-address',
    async ({ send }) => {
      await send('/ok');
      await send('/ok', { localAddress: '127.0.0.2' });
    },
  ],
  [
    'different-unix-socket',
    async ({ t, send }) => {
      await send('/ok');
      await send('/ok', { unixSocket: await onUnixSocket(t) });
    },
  ],
  [
    'different-connect-to',
    async ({ send, server }) => {
      await send('/ok');
      await send('/ok', { connectTo: { host: '127.0.0.1', port: server().port } });
    },
  ],
];
