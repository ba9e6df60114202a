/**
 * Both closed lists, end to end: what brings each of their members about with real traffic.
 * Left out are `different-credentials`, for nothing here binds credentials to a connection yet (`pool/want.test.ts`),
 * and `ping-failed`, which takes more than a minute (`transport/http2Upkeep.test.ts`).
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { noProxy } from '../../../src/client/proxySettings.ts';
import {
  closedCodes,
  differences,
  type ClosedCode,
  type OpenedCode,
} from '../../../src/pool/reasons.ts';
import { certificates } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { until } from '../../support/until.ts';
import { onUnixSocket, scene, type Scene } from './reasonScene.ts';

type Row<Code> = readonly [code: Code, bringAbout: (scene: Scene) => Promise<unknown>];

const opened: readonly Row<OpenedCode>[] = [
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

const closed: readonly Row<ClosedCode>[] = [
  ['server-sent-close', ({ send }) => send('/close')],
  ['http-1.0', ({ send }) => send('/http-1.0')],
  ['close-delimited-body', ({ send }) => send('/close-delimited')],
  ['receive-error', ({ send }) => send('/partial-body')],
  ['protocol-error', ({ send }) => send('/garbage')],
  ['server-closed-idle', ({ idle }) => idle('/idle-fin')],
  ['server-reset-idle', ({ idle }) => idle('/idle-reset')],
  ['unexpected-data', ({ idle }) => idle('/idle-408')],
  [
    'goaway',
    async ({ t, client, last }) => {
      const h2 = await startHttp2Server();
      t.after(() => h2.dispose());
      const request = requestTo(`${h2.origin}/ok`, { httpVersion: '2' });
      await client.send(request);
      h2.connections[0]?.session.goaway();
      await until('the pool knows', () => client.snapshot().connections.length === 0);
      last(request);
    },
  ],
  ['timeout', ({ send }) => send('/never', { timeoutMs: 50 })],
  [
    'max-idle',
    async ({ idle, change }) => {
      change({ maxIdleMs: 20 });
      await idle('/ok');
    },
  ],
  [
    'max-lifetime',
    async ({ idle, change }) => {
      change({ maxLifetimeMs: 20 });
      await idle('/ok');
    },
  ],
  [
    'evicted-pool-full',
    async ({ send, change }) => {
      change({ maxIdleConnections: 1 });
      await send('/ok');
      await send('/ok', { host: 'api.localhost' });
    },
  ],
  [
    'evicted-host-limit',
    async ({ send, change }) => {
      change({ maxConnectionsPerHost: 1 });
      await send('/ok');
      await send('/ok', { freshConnection: true, noKeepAlive: true });
    },
  ],
  [
    'evicted-total-limit',
    async ({ send, change }) => {
      change({ maxConnections: 1 });
      await send('/ok');
      await send('/ok', { host: 'api.localhost' });
    },
  ],
  ['no-keep-alive', ({ send }) => send('/ok', { noKeepAlive: true })],
  [
    'aborted',
    async ({ client, server }) => {
      const stop = new AbortController();
      const sending = client.send(requestTo(`${server().origin}/never`), stop.signal);
      await until('it runs', () => server().connections[0]?.requests.length === 1);
      stop.abort();
      await sending;
    },
  ],
  // More than any buffer between holds.
  [
    'early-response',
    ({ send }) => send('/early-413', { method: 'POST', body: Buffer.alloc(64 * 1024 * 1024) }),
  ],
  [
    'network-changed',
    async ({ send, moveTo, client }) => {
      await send('/ok');
      moveTo('eth0 10.0.0.2');
      // It is looked at once a second at most.
      while (client.snapshot().recentlyClosed.length === 0) {
        await delay(50);
        await send('/ok');
      }
    },
  ],
  [
    'settings-changed',
    async ({ send, change }) => {
      await send('/ok');
      change({ insecureHosts: ['other.test'] });
    },
  ],
  [
    'closed-by-user',
    async ({ send, client }) => {
      await send('/ok');
      client.closeAll();
    },
  ],
  [
    'pool-disposed',
    async ({ busy, client }) => {
      await busy();
      await client.dispose();
    },
  ],
];

suite('opened because', () => {
  for (const [code, bringAbout] of opened) {
    test(code, async (t) => {
      const made = await scene(t);
      await bringAbout(made);
      assert.equal(made.openings.at(-1), code, made.openings.join());
    });
  }
});

suite('closed because', () => {
  for (const [code, bringAbout] of closed) {
    test(code, async (t) => {
      const made = await scene(t);
      await bringAbout(made);
      const [newest] = made.client.snapshot().recentlyClosed;
      const seen = [newest?.closedBecause.code, ...made.closings];
      assert.ok(seen.includes(code), seen.join());
      if (replacing.has(code)) return;
      // And the next one that it would have served says so.
      await made.again();
      assert.equal(made.openings.at(-1), code, made.openings.join());
    });
  }

  /** Here the one that takes its place is open already, or nothing can be sent any more. */
  const replacing = new Set<ClosedCode>(['evicted-host-limit', 'network-changed', 'pool-disposed']);
});

test('nothing of either list is left out', () => {
  const reached = new Set<string>([...opened, ...closed].map(([code]) => code));
  const all = [...closedCodes, ...differences];
  assert.deepEqual(
    all.filter((code) => !reached.has(code)),
    ['ping-failed', 'different-credentials'],
  );
});
