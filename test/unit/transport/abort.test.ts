import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { noProxy } from '../../../src/client/proxySettings.ts';
import { certificates } from '../../support/certificates.ts';
import { startDeafListener } from '../../support/deafListener.ts';
import { http2Over } from '../../support/http2Over.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

for (const scheme of ['http', 'https']) {
  for (const [path, phase] of Object.entries({
    '/never': 'wait',
    '/partial-body-never': 'download',
  })) {
    test(`${scheme} ${path}: an aborted request takes its connection along`, async (t) => {
      const { localhost } = await certificates();
      const { server, client, send } = await stage(t, scheme === 'https' ? { tls: localhost } : {});
      const abort = new AbortController();
      const sent = send(path, {}, abort.signal);
      await until('the request is there', () => server.connections[0]?.requests.length === 1);
      // The half body of `/partial-body-never` has to be read, too.
      setTimeout(() => {
        abort.abort();
      }, 30);
      assert.deepEqual(story(await sent), [
        `#1 new: first-request · aborted in ${phase} · aborted`,
      ]);
      await until('the server sees it', () => server.connections[0]?.isOpen === false);
      assert.deepEqual(client.snapshot().connections, []);
      assert.deepEqual(story(await send('/ok')), ['#2 new: aborted · 200 · kept']);
    });
  }
}

test('aborted before it begins, it touches nothing', async (t) => {
  const { server, send } = await stage(t);
  const exchange = await send('/ok', {}, AbortSignal.abort());
  assert.equal(exchange.failure?.code, 'aborted');
  assert.equal(exchange.hops.length, 1);
  assert.deepEqual(server.served(), []);
});

test('aborted while connecting, it leaves no connection behind', async (t) => {
  const deaf = await startDeafListener();
  t.after(() => deaf.dispose());
  const client = await clientFor(t);
  const abort = new AbortController();
  const url = `http://127.0.0.1:${String(deaf.port)}/`;
  const sent = client.send(requestTo(url), { signal: abort.signal });
  await until('it is opening', () => client.snapshot().connections[0]?.state === 'opening');
  abort.abort();
  assert.deepEqual(story(await sent), ['aborted in tcp']);
  assert.deepEqual(client.snapshot().connections, []);
});

test('a signal that fires after the answer changes nothing', async (t) => {
  const { send } = await stage(t);
  const abort = new AbortController();
  await send('/ok', {}, abort.signal);
  abort.abort();
  assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
});

test('a connection closed by the user under a request ends it as aborted', async (t) => {
  const { server, client, send } = await stage(t);
  const sent = send('/never');
  await until('the request is there', () => server.connections[0]?.requests.length === 1);
  client.closeConnection(1);
  assert.deepEqual(story(await sent), ['#1 new: first-request · aborted in wait · closed-by-user']);
  assert.deepEqual(story(await send('/ok')), ['#2 new: closed-by-user · 200 · kept']);
});

test('an answer of HTTP/2 without a length is not whole when its connection is closed by the user', async (t) => {
  const { client, server } = await http2Over(t);
  const exchange = await client.send(requestTo(`${server.origin}/half`, { httpVersion: '2' }), {
    watcher: () => {
      client.closeConnection(1);
    },
  });
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · aborted in download · closed-by-user',
  ]);
  assert.equal(Buffer.from(exchange.body.bytes()).toString(), 'half');
});

test('a disposed client closes all it had, in use or not', async (t) => {
  const { server, client, send } = await stage(t);
  await send('/ok');
  const sent = [send('/never'), send('/never')];
  await until('both are there', () => server.connections.length === 2);
  await until('both are asked', () => server.served().flat().length === 3);
  await client.dispose();
  const outcomes = await Promise.all(sent);
  assert.deepEqual(
    outcomes.map(({ failure }) => failure?.code),
    ['aborted', 'aborted'],
  );
  await until('nothing is open', () => server.connections.every(({ isOpen }) => !isOpen));
});

test('a disposed client opens nothing for those who wait', async (t) => {
  const { server, client, send } = await stage(t, { settings: { maxConnections: 1 } });
  const sent = [send('/never'), send('/ok')];
  await until('one is asked', () => server.served().flat().length === 1);
  await client.dispose();
  assert.deepEqual(client.snapshot().connections, []);
  const [served, waiting] = await Promise.all(sent);
  assert.deepEqual(story(served!), ['#1 new: first-request · aborted in wait · pool-disposed']);
  assert.deepEqual(story(waiting!), ['aborted in queued']);
});

test('a connection of HTTP/2 closed by the user at the moment it stands ends its request, and no more', async (t) => {
  const { client, server } = await http2Over(t);
  const exchange = await client.send(requestTo(`${server.origin}/ok`, { httpVersion: '2' }), {
    trace: ({ kind }) => {
      if (kind === 'opened') client.closeAll();
    },
  });
  assert.equal(exchange.failure?.code, 'aborted');
  assert.deepEqual(client.snapshot().connections, []);
});

test('so does one on which the server has spoken already', async (t) => {
  const noSettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const proxy = net.createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), noSettings]));
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const http = `http://127.0.0.1:${String(port)}`;
  const client = await clientFor(t, { proxy: { ...noProxy, http } });
  const exchange = await client.send(requestTo('http://api.test/', { httpVersion: '2' }), {
    trace: ({ kind }) => {
      if (kind === 'opened') client.closeAll();
    },
  });
  assert.equal(exchange.failure?.code, 'aborted');
  // What it has said is read in a turn of its own, in which nothing may be thrown.
  await setImmediate();
});
