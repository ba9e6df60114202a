import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClosedCode } from '../../../src/pool/reasons.ts';
import { certificates } from '../../support/certificates.ts';
import { requestTo } from '../../support/requestTo.ts';
import { stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';
import { loadTransport } from '../../../src/transport/openConnection.ts';
import { createStop } from '../../../src/transport/stop.ts';
import { createDigestSessions } from '../../../src/client/digestSessions.ts';
import { targetOf, wantOf, wireRequest } from '../../../src/client/wire.ts';
import { defaultSettings } from '../../../src/client/settings.ts';

/** What a server does to an idle connection, and what is said of it. */
const rows: Readonly<Record<string, ClosedCode>> = {
  '/idle-fin': 'server-closed-idle',
  '/idle-reset': 'server-reset-idle',
  '/idle-408': 'unexpected-data',
};

for (const scheme of ['http', 'https']) {
  for (const [path, code] of Object.entries(rows)) {
    test(`${scheme} ${path} → ${code}, before the next request`, async (t) => {
      const { localhost } = await certificates();
      const { server, client, send } = await stage(t, scheme === 'https' ? { tls: localhost } : {});
      assert.deepEqual(story(await send(path)), ['#1 new: first-request · 200 · kept']);
      await until('the pool knows', () => client.snapshot().connections.length === 0);
      const [closed] = client.snapshot().recentlyClosed;
      assert.equal(closed?.closedBecause.code, code);
      assert.equal(closed.closedBecause.served, 1);
      assert.ok((closed.closedBecause.idleMs ?? 0) > 0);

      const next = await send('/ok', { method: 'POST' });
      assert.deepEqual(story(next), [`#2 new: ${code} · 200 · kept`]);
      assert.deepEqual(server.served(), [[path], ['/ok']]);
    });
  }
}

test('a connection idle for longer than its limit is closed by its own timer', async (t) => {
  const { server, client, send } = await stage(t, { settings: { maxIdleMs: 20 } });
  await send('/ok');
  await until('the timer has closed it', () => client.snapshot().connections.length === 0);
  await until('the server sees it', () => server.connections[0]?.closedByClient === true);
  const next = await send('/ok');
  assert.deepEqual(story(next), ['#2 new: max-idle · 200 · kept']);
  assert.equal(next.hops[0]?.connection?.openedBecause?.limit, 20);
});

test('a connection older than its lifetime is closed', async (t) => {
  const { client, send } = await stage(t, { settings: { maxLifetimeMs: 20 } });
  await send('/ok');
  await until('the timer has closed it', () => client.snapshot().connections.length === 0);
  assert.deepEqual(story(await send('/ok')), ['#2 new: max-lifetime · 200 · kept']);
});

test('a FIN that has arrived is seen by the health check, not by the request', async (t) => {
  for (let round = 0; round < 20; round++) {
    const { server, send } = await stage(t);
    await send('/idle-fin?ms=1');
    await until('the server has closed', () => !server.connections[0]?.isOpen);
    assert.deepEqual(story(await send('/ok')), ['#2 new: server-closed-idle · 200 · kept']);
  }
});

test('a request that meets a connection already gone was never written', async (t) => {
  const { server } = await stage(t);
  const { open } = await loadTransport();
  const stop = createStop(undefined, 0);
  const request = requestTo(`${server.origin}/idle-fin`);
  const want = wantOf(request, defaultSettings);
  const digests = createDigestSessions();
  const outcome = await open(
    targetOf(request, want, defaultSettings, digests),
    stop,
    () => undefined,
  );
  assert.ok(outcome.kind === 'opened');
  const { connection } = outcome;
  const ended = new Promise((resolve) => {
    connection.onEnd(resolve);
  });
  const wire = wireRequest(request, want, defaultSettings, digests, null);
  assert.equal((await connection.send(wire, stop, () => undefined)).end, null);
  assert.equal(await ended, 'server-closed-idle');
  const met = await connection.send({ ...wire, method: 'POST' }, stop, () => undefined);
  assert.equal(met.written, false);
  assert.equal(met.failure?.code, 'closed-before-response');
  assert.deepEqual(server.served(), [['/idle-fin']]);
});
