/** What closes a connection for each cause, with real traffic. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSettings } from '../../../src/client/settings.ts';
import type { ClosedCode } from '../../../src/pool/reasons.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { startFrameServer } from '../../support/http2Frames.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { until } from '../../support/until.ts';
import type { Row, Scene } from './reasonScene.ts';

export const closed: readonly Row<ClosedCode>[] = [
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
  [
    'ping-failed',
    async ({ t, client, change }) => {
      change({ upkeep: { everyMs: 10, answerWithinMs: 30 } });
      const silent = await startFrameServer({
        answersPings: false,
        onRequest: (connection, _index, stream) => {
          connection.head(stream, true);
        },
      });
      t.after(() => silent.dispose());
      await client.send(requestTo(`${silent.origin}/ok`, { httpVersion: '2' }));
      await until('the pool knows', () => client.snapshot().connections.length === 0);
    },
  ],
  timesOut(50, '/never', { timeoutMs: 50 }),
  timesOut(60, '/never', {}, { timeoutMs: 60 }),
  timesOut(70, '/slow?between=5000', { timeoutMs: 5000, phaseTimeoutsMs: { download: 70 } }),
  timesOut(80, '/never', { timeoutMs: 5000, phaseTimeoutsMs: { wait: 80 } }),
  [
    'max-idle',
    async ({ idle, change }) => {
      change({ maxIdleMs: 20 });
      await idle('/ok');
    },
    20,
  ],
  [
    'max-lifetime',
    async ({ idle, change }) => {
      change({ maxLifetimeMs: 20 });
      await idle('/ok');
    },
    20,
  ],
  [
    'evicted-pool-full',
    async ({ send, change }) => {
      change({ maxIdleConnections: 1 });
      await send('/ok');
      await send('/ok', { host: 'api.localhost' });
    },
    1,
  ],
  [
    'evicted-host-limit',
    async ({ send, server, change }) => {
      change({ maxConnectionsPerHost: 1 });
      await send('/ok');
      // It stays, and serves nobody who does not ask for the detour.
      const connectTo = { host: '127.0.0.1', port: server().port };
      await send('/ok', { connectTo });
    },
    1,
  ],
  [
    'evicted-total-limit',
    async ({ send, change }) => {
      change({ maxConnections: 1 });
      await send('/ok');
      await send('/ok', { host: 'api.localhost' });
    },
    1,
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

/** On a connection that is there already, so that the time never runs out before. */
function timesOut(
  limit: number,
  path: string,
  request: Partial<ResolvedRequest>,
  settings: Partial<ClientSettings> = {},
): Row<ClosedCode> {
  const bringAbout = async ({ send, change }: Scene) => {
    await send('/ok');
    change(settings);
    await send(path, request);
    change({ timeoutMs: 0 });
  };
  return ['timeout', bringAbout, limit];
}
