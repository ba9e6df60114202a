/** What a server, a proxy, a name server or the kernel takes its time over is in the phase it belongs to, and in no other. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Exchange, Phases } from '../../src/client/exchange.ts';
import { phaseNames, type Phase } from '../../src/request/phases.ts';
import { noProxy } from '../../src/client/proxySettings.ts';
import { atLeast } from '../support/atLeast.ts';
import { certificates } from '../support/certificates.ts';
import { startDeafListener } from '../support/deafListener.ts';
import { startHttp2Server } from '../support/http2Server.ts';
import { namespaceTrouble, runWithOwnDns } from '../support/namespace.ts';
import { requestTo } from '../support/requestTo.ts';
import { startScriptedProxy } from '../support/scriptedProxy.ts';
import { clientFor, stage } from '../support/stage.ts';

const ms = 150;
const longMs = 400;
const fresh = { freshConnection: true };
/** More than the kernel's buffers hold, but not much more: what is left has to be read, too. */
const longBody = Buffer.alloc(6 * 1024 * 1024);

suite('HTTP/1.1', () => {
  test('queued: the only connection to the host is busy', async (t) => {
    const { send } = await stage(t, { settings: { maxConnectionsPerHost: 1 } });
    await check('queued', ms, async () => {
      const [, second] = await Promise.all([send(`/slow?first=${String(ms)}`), send('/ok')]);
      return second;
    });
  });

  test('dns: a name server that is slow', async (t) => {
    const trouble = await namespaceTrouble();
    if (trouble !== null) {
      t.skip(trouble);
      return;
    }
    const program = join(import.meta.dirname, 'slowNames.ts');
    const { delayMs, all } = JSON.parse(await runWithOwnDns(program)) as {
      readonly delayMs: number;
      readonly all: Phases[];
    };
    await check('dns', delayMs, () => Promise.resolve(all.shift()), all.length);
  });

  test('tcp: a listener whose backlog is full until the kernel asks it again', async (t) => {
    const client = await clientFor(t);
    // The first time undici is loaded, and that is no phase.
    await client.send(requestTo('http://127.0.0.1:9/'));
    // What was not let in knocks again after a second (RFC 6298, section 2.1).
    await check(
      'tcp',
      1000,
      async () => {
        const listener = await startDeafListener();
        const sent = client.send(requestTo(`http://127.0.0.1:${String(listener.port)}/`));
        setTimeout(listener.wake, 300);
        const exchange = await sent;
        await listener.dispose();
        return exchange;
      },
      4,
    );
  });

  for (const kind of ['http', 'socks5'] as const) {
    test(`proxy: one of ${kind} that is slow to lead on`, async (t) => {
      const proxy = await startScriptedProxy({ delayMs: ms });
      t.after(() => proxy.dispose());
      const { localhost } = await certificates();
      const url = `${kind}://127.0.0.1:${String(proxy.port)}`;
      const settings = { proxy: { ...noProxy, https: url } };
      const { send } = await stage(t, { tls: localhost, settings });
      await check('proxy', ms, () => send('/ok', fresh));
    });
  }

  test('tls: a server that is slow to say hello', async (t) => {
    const { localhost } = await certificates();
    const { send } = await stage(t, { tls: localhost, handshakeDelayMs: ms });
    await check('tls', ms, () => send('/ok', fresh));
  });

  test('send: a server that is slow to read', async (t) => {
    const server = http.createServer((request, response) => {
      void atLeast(longMs).then(() => request.resume().on('end', () => response.end('ok')));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const client = await clientFor(t);
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    // Of a connection that has carried such a body the kernel takes another one whole.
    const upload = requestTo(url, { method: 'POST', body: longBody, ...fresh });
    await check('send', longMs, () => client.send(upload));
  });

  test('wait: an answer that is slow to begin', async (t) => {
    const { send } = await stage(t);
    await check('wait', ms, () => send(`/slow?first=${String(ms)}`));
  });

  test('download: an answer that is slow to end', async (t) => {
    const { send } = await stage(t);
    await check('download', ms, () => send(`/slow?first=0&between=${String(ms)}`));
  });
});

suite('HTTP/2', () => {
  for (const [phase, path] of [
    ['wait', '/slow'],
    ['download', '/halves'],
    ['send', '/deaf-at-first'],
  ] as const) {
    test(`${phase}: ${path}`, async (t) => {
      const server = await startHttp2Server();
      t.after(() => server.dispose());
      const client = await clientFor(t);
      const body = phase === 'send' ? longBody.subarray(0, 1024 * 1024) : null;
      const method = body === null ? 'GET' : 'POST';
      const changes = { httpVersion: '2', method, body, ...fresh };
      const request = requestTo(`${server.origin}${path}?ms=${String(ms)}`, changes);
      await check(phase, ms, () => client.send(request));
    });
  }
});

/**
 * Within 5 ms and 5% in its phase, and no more than that in all others together: two tries of three in a row.
 * A busy machine only ever adds time, so there are a few tries; what was delayed is never shorter.
 */
async function check(
  phase: Phase,
  delayMs: number,
  attempt: () => Promise<Exchange | Phases | undefined>,
  times = 15,
): Promise<void> {
  const allowedMs = 5 + delayMs * 0.05;
  const errors: number[] = [];
  while (errors.slice(-3).filter((error) => error <= allowedMs).length < 2) {
    const said = `Off by ${errors.join(', ')} ms; ${String(allowedMs)} ms are allowed`;
    assert.ok(errors.length < times, said);
    errors.push(errorOf(phase, delayMs, await attempt()));
  }
}

/** By how many milliseconds the phase is not what was delayed, or all others are more than nothing. */
function errorOf(phase: Phase, delayMs: number, told: Exchange | Phases | undefined): number {
  assert.ok(told !== undefined);
  if ('failure' in told) assert.equal(told.failure, null);
  const phases = 'failure' in told ? told.phases : told;
  const inPhase = phases[phase] ?? 0;
  const elsewhere = phaseNames.reduce((sum, name) => sum + (phases[name] ?? 0), -inPhase);
  // The rest of an answer may be under way before the first of it was read, which then is a longer wait.
  const least = phase === 'download' ? inPhase + (phases.wait ?? 0) : inPhase;
  assert.ok(least >= delayMs, `${phase} was ${String(inPhase)} of ${String(delayMs)} ms`);
  return Math.max(Math.abs(inPhase - delayMs), elsewhere);
}
