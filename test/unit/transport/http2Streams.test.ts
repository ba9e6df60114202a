/** Streams of HTTP/2 that end before their time, and what becomes of the others on the connection. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Client } from '../../../src/client/client.ts';
import { answerPosts, framesFor, ok } from '../../support/frameStage.ts';
import { startFrameServer } from '../../support/http2Frames.ts';
import { story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

const post = { method: 'POST', body: Buffer.from('x') } as const;

suite('one stream ends early, and the connection goes on', () => {
  test('aborted, timed out, without a first byte', async (t) => {
    const settings = { firstByteTimeoutMs: 200 };
    const { send, server } = await framesFor(t, answerPosts, { settings });
    await send(post);
    const abort = new AbortController();
    const [aborted, timedOut, noByte, fine] = await Promise.all([
      send({}, abort.signal),
      send({ timeoutMs: 50 }),
      send({}),
      until('all are there', () => server.connections[0]?.streams.length === 4).then(() => {
        abort.abort();
        return send(post);
      }),
    ]);
    assert.deepEqual(story(aborted), ['#1 reused · aborted in wait · kept']);
    assert.deepEqual(story(timedOut), ['#1 reused · timeout in wait · kept']);
    assert.deepEqual([timedOut.failure?.limit, noByte.failure?.limit], [50, 200]);
    assert.deepEqual(story(noByte), ['#1 reused · timeout in wait · kept']);
    assert.deepEqual(story(fine), ['#1 reused · 200 · kept']);
    await until('the server is told of all three', () => server.connections[0]?.reset.length === 3);
    assert.equal(server.connections.length, 1);
  });

  test('aborted while it is being sent to one who reads nothing', async (t) => {
    const { send } = await framesFor(t, answerPosts);
    await send(post);
    const body = Buffer.alloc(1_000_000);
    // The window of a server that says nothing holds 64 KB.
    const stuck = await send({ method: 'PUT', body, timeoutMs: 100 });
    assert.deepEqual(story(stuck), ['#1 reused · timeout in send · kept']);
    assert.equal(stuck.phases.wait, null);
    const slow = await send({ method: 'PUT', body, phaseTimeoutsMs: { send: 100, tls: 1 } });
    assert.deepEqual(story(slow), ['#1 reused · timeout in send · kept']);
    assert.deepEqual([slow.failure?.limit, slow.failure?.ofPhase], [100, true]);
    assert.deepEqual(story(await send(post)), ['#1 reused · 200 · kept']);
  });
});

suite('in flight', () => {
  for (const [what, close] of [
    ['closeConnection', (client: Client) => client.closeConnection(1)],
    ['closeAll', (client: Client) => client.closeAll()],
    ['dispose', (client: Client) => void client.dispose()],
  ] as const) {
    test(`${what} cancels all that is on it`, async (t) => {
      const { send, server, client } = await framesFor(t, answerPosts);
      await send(post);
      const running = Promise.all([send(), send(), send()]);
      await until('three run', () => server.connections[0]?.streams.length === 4);
      close(client);
      const code = what === 'dispose' ? 'pool-disposed' : 'closed-by-user';
      for (const exchange of await running) {
        assert.deepEqual(story(exchange), [`#1 reused · aborted in wait · ${code}`]);
      }
      await until('the socket is gone', () => server.connections[0]?.socket.closed === true);
    });
  }

  test('a reset fails all that is on it, and each is tried again', async (t) => {
    const { send, server } = await framesFor(t, (connection, index, stream) => {
      if (index > 1 || connection.streams.length === 1) ok(connection, stream);
      else if (connection.streams.length === 4) connection.socket.resetAndDestroy();
    });
    await send();
    const all = await Promise.all([send(), send(), send()]);
    for (const exchange of all) {
      assert.equal(story(exchange)[0], '#1 reused · connection-reset in wait · receive-error');
      assert.equal(exchange.failure, null);
    }
    assert.ok(server.connections.length <= 4);
  });
});

test('an idle connection keeps no process alive, nor does one that was cut', async (t) => {
  const server = await startFrameServer({ onRequest: answerPosts });
  t.after(() => server.dispose());
  const child = spawn(process.execPath, ['--input-type=module', '-e', sender(server.origin)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill());
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0);
  assert.equal(server.connections[0]?.streams.length, 2);
});

function sender(origin: string): string {
  const from = (path: string): string => JSON.stringify(join(import.meta.dirname, path));
  return `
    const { createClient } = await import(${from('../../../src/client/client.ts')});
    const { defaultSettings } = await import(${from('../../../src/client/settings.ts')});
    const { requestTo } = await import(${from('../../support/requestTo.ts')});
    const client = createClient(defaultSettings);
    const request = requestTo('${origin}/', { httpVersion: '2', method: 'POST', body: Buffer.from('x') });
    const { failure } = await client.send(request);
    if (failure !== null) throw new Error(failure.code);
    const cut = await client.send({ ...request, method: 'GET', body: null, timeoutMs: 50 });
    if (cut.failure?.code !== 'timeout') throw new Error('not cut');
  `;
}
