/** That the kernel asks an idle peer whether it is still there: its own table of sockets tells which timer runs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { certificates } from '../../support/certificates.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { clientFor, stage } from '../../support/stage.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { until } from '../../support/until.ts';

const skip = process.platform === 'linux' ? false : 'only Linux tells of it in a file';

suite('an idle connection has the timer of TCP keep-alive', { skip }, () => {
  test('to an address', async (t) => {
    const { server, send } = await stage(t);
    await check((await send('/ok')).hops[0]?.connection?.localPort, server.port);
  });

  test('to a name with several addresses, not all of which answer', async (t) => {
    const server = await startServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const sent = await client.send(requestTo(`http://a.localhost:${String(server.port)}/ok`));
    assert.deepEqual(sent.hops[0]?.connection?.passedBy, [`[::1]:${String(server.port)}`]);
    await check(sent.hops[0].connection.localPort, server.port);
  });

  test('under TLS and HTTP/2', async (t) => {
    const server = await startHttp2Server({ tls: (await certificates()).localhost });
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const sent = await client.send(requestTo(`${server.origin}/ok`));
    assert.equal(sent.hops[0]?.connection?.protocol, 'h2');
    await check(sent.hops[0].connection.localPort, server.port);
  });
});

/** As long as something is not acknowledged, another timer runs. */
async function check(localPort: number | undefined, remotePort: number): Promise<void> {
  assert.ok(localPort !== undefined);
  await until('it is idle', () => timerOf(localPort, remotePort)?.kind !== 'retransmit');
  const timer = timerOf(localPort, remotePort);
  assert.equal(timer?.kind, 'keep-alive');
  assert.ok(timer.inMs > 0 && timer.inMs <= 60_000, String(timer.inMs));
}

const kinds = ['none', 'retransmit', 'keep-alive'];

/** proc_net_tcp.rst of the kernel: `tr tm->when`, which timer is pending and when it goes off, in hundredths of a second. */
function timerOf(localPort: number, remotePort: number) {
  const ends = [localPort, remotePort].map((port) => port.toString(16).padStart(4, '0'));
  const [local = '', remote = ''] = ends.map((end) => `0100007f:${end}`);
  for (const line of readFileSync('/proc/net/tcp', 'latin1').toLowerCase().split('\n')) {
    const [, from, to, , , timer = ''] = line.trim().split(/\s+/);
    if (from !== local || to !== remote) continue;
    const [kind = '', when = ''] = timer.split(':');
    return { kind: kinds[parseInt(kind, 16)], inMs: parseInt(when, 16) * 10 };
  }
  return null;
}
