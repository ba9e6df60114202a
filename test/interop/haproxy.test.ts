/** The client against HAProxy in front of a server: what it says of connections must match HAProxy's log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Exchange } from '../../src/client/exchange.ts';
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/freePort.ts';
import { requestTo } from '../support/requestTo.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { clientFor, story } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { startDaemon, type Daemon } from './daemon.ts';

let haproxy: Daemon;
let behind: ScriptedServer;
let plain = '';
let secure = '';

before(async () => {
  const [port, securePort] = [await freePort(), await freePort()];
  const { localhost } = await certificates();
  behind = await startServer();
  plain = `http://127.0.0.1:${String(port)}`;
  secure = `https://127.0.0.1:${String(securePort)}`;
  haproxy = await startDaemon({
    program: '/bin/sh',
    from: 'haproxy',
    port,
    args: () => ['-c', 'exec /usr/sbin/haproxy -db -f haproxy.cfg > seen.log'],
    files: () => ({
      'both.pem': `${localhost.cert}\n${localhost.key}`,
      'haproxy.cfg': config(port, securePort, behind.port),
    }),
    log: 'seen.log',
  });
});
after(() => Promise.all([haproxy.dispose(), behind.dispose()]));

for (const protocol of ['http/1.1', 'h2'] as const) {
  test(`timeout http-keep-alive, ${protocol}`, async (t) => {
    const client = await clientFor(t);
    const url = protocol === 'h2' ? secure : plain;
    const exchanges: Exchange[] = [];
    const send = async (): Promise<void> => {
      exchanges.push(await client.send(requestTo(`${url}/ok`)));
    };
    await send();
    await send();
    await until('HAProxy has closed it', () => client.snapshot().connections.length === 0);
    await send();
    const ended = protocol === 'h2' ? 'goaway' : 'server-closed-idle';
    assert.deepEqual(exchanges.flatMap(story), [
      '#1 new: first-request · 200 · kept',
      '#1 reused · 200 · kept',
      `#2 new: ${ended} · 200 · kept`,
    ]);
    await agreed(exchanges, protocol === 'h2' ? '2' : '1');
  });
}

test('an answer of HAProxy itself leaves the connection as good as it was', async (t) => {
  const client = await clientFor(t);
  const denied = await client.send(requestTo(`${plain}/denied`));
  const next = await client.send(requestTo(`${plain}/ok`));
  assert.deepEqual([denied, next].flatMap(story), [
    '#1 new: first-request · 403 · kept',
    '#1 reused · 200 · kept',
  ]);
  await agreed([denied, next], '1');
});

async function agreed(exchanges: readonly Exchange[], version: string): Promise<void> {
  const seen = await haproxy.nextLines(exchanges.length);
  const ours = exchanges.map(
    ({ hops: [hop] }) =>
      `${String(hop?.connection?.localPort)} ${version} ${String(hop?.response?.status)}`,
  );
  assert.deepEqual(seen, ours);
}

function config(port: number, securePort: number, behindPort: number): string {
  return `
global
  log stdout format raw local0 info
defaults
  mode http
  timeout connect 5s
  timeout client 10s
  timeout server 10s
  timeout http-keep-alive 500ms
frontend front
  bind 127.0.0.1:${String(port)}
  bind 127.0.0.1:${String(securePort)} ssl crt both.pem alpn h2,http/1.1
  log global
  log-format "%cp %[fc_http_major] %ST"
  option dontlognull
  http-request deny deny_status 403 if { path /denied }
  default_backend back
backend back
  server one 127.0.0.1:${String(behindPort)}
`;
}
