/** What happens on the tour: each scene with servers of its own, in the order of the README's tables. */
import { startDeafListener } from '../../../support/deafListener.ts';
import { startDigestServer } from '../../../support/digestServer.ts';
import { startHttp2Server } from '../../../support/http2Server.ts';
import { startScriptedProxy } from '../../../support/scriptedProxy.ts';
import { startServer } from '../../../support/scriptedServer.ts';
import { atLeast } from '../../../support/atLeast.ts';
import { until } from '../../../support/until.ts';
import { noProxy, type ProxySettings } from '../../../../src/client/proxySettings.ts';
import { count } from '../../../../src/insight/count.ts';
import type { Scene } from './guide.ts';
import { lateScenes } from './lateScenes.ts';

const body = Buffer.from('{"a":1}');
const unending = new AbortController().signal;

export const scenes: readonly Scene[] = [
  [
    'One connection carries them all',
    async (guide) => {
      const { origin, served } = guide.named('plain', await startServer());
      await guide.send(`${origin}/ok`);
      await guide.send(`${origin}/chunked`);
      await guide.send(`${origin}/echo`, { method: 'POST', body });
      await guide.send(`${origin}/ok?status=404`);
      await guide.send(`${origin}/ok`, { method: 'HEAD' });
      await guide.send(`${origin}/ok`, { freshConnection: true });
      guide.note(seen(served()));
    },
  ],
  [
    'Two at the same time need two',
    async (guide) => {
      const { origin, served } = guide.named('busy', await startServer());
      const slow = `${origin}/slow?first=60`;
      await Promise.all([guide.send(slow), guide.send(slow)]);
      await guide.send(`${origin}/ok`);
      guide.note(seen(served()));
    },
  ],
  [
    'A limit of one makes the second wait',
    async (guide) => {
      guide.settings({ maxConnectionsPerHost: 1 });
      const { origin, served } = guide.named('limited', await startServer());
      const slow = `${origin}/slow?first=60`;
      await Promise.all([guide.send(slow), guide.send(slow)]);
      guide.note(seen(served()));
    },
  ],
  ...endings(),
  [
    'Idle connections that end',
    async (guide) => {
      for (const path of ['/idle-fin', '/idle-reset', '/idle-bytes']) {
        const { origin } = guide.named(path.slice(1), await startServer());
        await guide.gone(await guide.send(`${origin}${path}?on=1`));
        await guide.send(`${origin}/ok`);
      }
    },
  ],
  [
    'Closed by somebody',
    async (guide) => {
      const { origin } = guide.named('yours', await startServer());
      const first = await guide.send(`${origin}/ok`);
      guide.client.closeConnection(first.hops[0]?.connection?.id ?? 0);
      await guide.send(`${origin}/ok`);
    },
  ],
  [
    'Died before the first byte: a stale retry, and a POST that is not sent twice',
    async (guide) => {
      const { origin, served } = guide.named('stale', await startServer());
      await guide.send(`${origin}/ok`);
      await guide.send(`${origin}/fin?on=2`);
      await guide.send(`${origin}/fin?on=2`, { method: 'POST', body });
      guide.note(seen(served()));
    },
  ],
  [
    'A retry that was asked for',
    async (guide) => {
      const { origin } = guide.named('failing', await startServer());
      const retry = { times: 1, backoffMs: 1, statuses: [503] };
      await guide.send(`${origin}/ok?status=503`, { retry });
    },
  ],
  [
    'A redirect, to a connection that is there and to one that is not',
    async (guide) => {
      const secure = await startServer({ tls: guide.certificates.localhost });
      guide.named('there', secure);
      const { origin } = guide.named('here', await startServer());
      const url = `${origin}/to-https?to=${String(secure.port)}`;
      await guide.send(url);
      await guide.send(url, { method: 'POST', body });
      await guide.send(url, { noRedirect: true });
    },
  ],
  [
    'A challenge and its answer: Digest on one connection',
    async (guide) => {
      const server = await startDigestServer();
      const { origin } = server;
      guide.named('digest', { port: Number(new URL(origin).port), dispose: server.dispose });
      const signing = { kind: 'digest', user: 'user', password: 'secret' } as const;
      await guide.send(`${origin}/a`, { signing });
      await guide.send(`${origin}/a`, { signing });
      guide.note(
        `the server counts ${count(server.connections(), 'connection')}: ${server.story().join(', ')}`,
      );
    },
  ],
  [
    'Limits of the pool',
    async (guide) => {
      const { origin } = guide.named('ageing', await startServer());
      await guide.send(`${origin}/ok`);
      await atLeast(40, unending);
      await guide.send(`${origin}/ok`, { maxIdleMs: 20 });
      await atLeast(40, unending);
      await guide.send(`${origin}/ok`, { maxLifetimeMs: 20 });
      guide.client.closeAll();
      guide.settings({ maxIdleConnections: 1 });
      const other = guide.named('other', await startServer());
      await guide.send(`${origin}/ok`);
      await guide.send(`${other.origin}/ok`);
      await guide.send(`${origin}/ok`);
    },
  ],
  [
    'Time limits and cancelling',
    async (guide) => {
      const { origin } = guide.named('silent', await startServer());
      await guide.send(`${origin}/never`, { timeoutMs: 100 });
      const abort = new AbortController();
      const sent = guide.send(`${origin}/never`, {}, abort.signal);
      await until('it is in use', () =>
        guide.client
          .snapshot()
          .connections.some(({ origin: at, state }) => at === origin && state === 'busy'),
      );
      abort.abort();
      await sent;
      await guide.send(`${origin}/ok`);
      const deaf = guide.named('deaf', await startDeafListener());
      await guide.send(`http://127.0.0.1:${String(deaf.port)}/`, { connectTimeoutMs: 200 });
    },
  ],
  [
    'TLS: full and resumed handshakes, and certificates that are not in order',
    async (guide) => {
      const { localhost, selfSigned, expired, wrongName } = guide.certificates;
      const server = guide.named('secure', await startServer({ tls: localhost }));
      const url = `${server.origin}/ok`;
      await guide.send(url);
      await guide.send(url, { noKeepAlive: true });
      await guide.send(url);
      await guide.send(url, { insecure: true });
      guide.note(
        `the server counts ${String(server.handshakes)} handshakes, ${String(server.resumed)} of them resumed`,
      );
      for (const [name, tls] of Object.entries({ selfSigned, expired, wrongName })) {
        const { origin } = guide.named(name, await startServer({ tls }));
        await guide.send(`${origin}/ok`);
      }
    },
  ],
  [
    'HTTP/2: streams share a connection',
    async (guide) => {
      const tls = guide.certificates.localhost;
      const many = guide.named('h2', await startHttp2Server({ tls }));
      await guide.send(`${many.origin}/ok`);
      await Promise.all([guide.send(`${many.origin}/slow?ms=60`), guide.send(`${many.origin}/ok`)]);
      guide.note(
        `the server counts ${String(many.connections.length)} connection, ${String(many.connections[0]?.mostAtOnce)} streams at once`,
      );
      await guide.send(`${many.origin}/ok`, { httpVersion: '1.1' });
      const one = guide.named('h2-one', await startHttp2Server({ tls, maxConcurrentStreams: 1 }));
      await guide.send(`${one.origin}/ok`);
      await Promise.all([guide.send(`${one.origin}/slow?ms=60`), guide.send(`${one.origin}/ok`)]);
      const leaving = guide.named('h2-leaving', await startHttp2Server({ tls }));
      const first = await guide.send(`${leaving.origin}/ok`);
      leaving.connections[0]?.session.goaway();
      await guide.gone(first);
      await guide.send(`${leaving.origin}/ok`);
    },
  ],
  [
    'Other ways to the same place',
    async (guide) => {
      const { origin, port } = guide.named('place', await startServer());
      const url = `${origin}/ok`;
      await guide.send(url);
      await guide.send(url, { connectTo: { host: 'localhost', port } });
      await guide.send(url, { localAddress: '127.0.0.1' });
    },
  ],
  [
    'Through a proxy',
    async (guide) => {
      const proxy = guide.named('proxy', await startScriptedProxy());
      const { origin } = guide.named(
        'behind',
        await startServer({ tls: guide.certificates.localhost }),
      );
      await guide.send(`${origin}/ok`);
      guide.settings({ proxy: through(proxy.port) });
      await guide.send(`${origin}/ok`);
      await guide.send(`${origin}/ok`);
      guide.note(
        `the proxy was asked ${String(proxy.asked.length)} time: ${proxy.asked.join(', ')}`,
      );
      const refusing = guide.named('refusing', await startScriptedProxy({ instead: 'refuse' }));
      guide.settings({ proxy: through(refusing.port) });
      await guide.send(`${origin}/ok`);
    },
  ],
  ...lateScenes,
];

/** Each way an answer ends its connection, and what the next send says of it. */
function endings(): readonly Scene[] {
  const paths = [
    '/close',
    '/http-1.0',
    '/close-delimited',
    '/partial-body',
    '/garbage',
    '/partial-body-reset',
  ];
  const byServer = paths.map((path): Scene => [
    `The answer ${path} ends the connection`,
    async (guide) => {
      const { origin, served } = guide.named(path.slice(1), await startServer());
      await guide.send(`${origin}${path}`);
      await guide.send(`${origin}/ok`);
      guide.note(seen(served()));
    },
  ]);
  return [
    ...byServer,
    [
      'The request ends the connection',
      async (guide) => {
        const { origin } = guide.named('parting', await startServer());
        await guide.send(`${origin}/ok`, { noKeepAlive: true });
        await guide.send(`${origin}/early-413`, { method: 'POST', body: Buffer.alloc(16_000_000) });
        await guide.send(`${origin}/ok`);
      },
    ],
  ];
}

function through(port: number): ProxySettings {
  return { ...noProxy, https: `http://127.0.0.1:${String(port)}` };
}

function seen(served: readonly (readonly string[])[]): string {
  const counts = served.map((paths) => paths.length).join(' + ');
  return `the server counts ${counts} requests on ${count(served.length, 'connection')}`;
}
