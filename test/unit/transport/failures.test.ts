import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { certificates, type Certificates } from '../../support/certificates.ts';
import { startDeafListener } from '../../support/deafListener.ts';
import { http2Over } from '../../support/http2Over.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';
import { freePort } from '../../support/freePort.ts';

/** What the server does instead of a proper answer → how the send fails, in which phase, and the end of #1. */
const broken: Readonly<Record<string, string>> = {
  '/fin': 'closed-before-response in wait · receive-error',
  '/reset': 'connection-reset in wait · receive-error',
  '/partial-head': 'truncated-response in download · receive-error',
  '/partial-body': 'truncated-response in download · receive-error',
  '/partial-chunked': 'truncated-response in download · receive-error',
  '/partial-body-reset': 'connection-reset in download · receive-error',
  // undici takes the reset for the end of the body; it may have cut it short.
  '/close-delimited-reset': 'connection-reset in download · receive-error',
  '/garbage': 'protocol-error in download · protocol-error',
  '/huge-header': 'too-large in download · aborted',
  '/unexpected-101': 'protocol-error in download · protocol-error',
  // A limitation of undici: curl takes any 1xx.
  '/unsolicited-100': 'protocol-error in download · protocol-error',
};

for (const scheme of ['http', 'https']) {
  suite(`a broken answer over ${scheme}`, { concurrency: true }, () => {
    for (const [path, end] of Object.entries(broken)) {
      test(`${path} → ${end}`, async (t) => {
        const { localhost } = await certificates();
        const { server, send } = await stage(t, scheme === 'https' ? { tls: localhost } : {});
        const exchange = await send(path, { timeoutMs: 10_000 });
        assert.deepEqual(story(exchange), [`#1 new: first-request · ${end}`]);
        assert.equal(exchange.failure, exchange.hops[0]?.failure);
        await until('the connection is closed', () => !server.connections[0]?.isOpen);

        const code = end.split(' · ')[1];
        assert.deepEqual(story(await send('/ok')), [`#2 new: ${String(code)} · 200 · kept`]);
        assert.deepEqual(server.served(), [[path], ['/ok']]);
      });
    }
  });
}

for (const [path, phase] of Object.entries({
  '/never': 'wait',
  '/partial-body-never': 'download',
})) {
  test(`${path} → timeout in ${phase}, and the connection goes with it`, async (t) => {
    const { server, send } = await stage(t);
    await send('/ok');
    const exchange = await send(path, { timeoutMs: 300 });
    assert.deepEqual(story(exchange), [`#1 reused · timeout in ${phase} · timeout`]);
    assert.equal(exchange.failure?.limit, 300);
    await until('the connection is closed', () => !server.connections[0]?.isOpen);
    assert.deepEqual(story(await send('/ok')), ['#2 new: timeout · 200 · kept']);
  });
}

test('no first byte within the limit of the settings → timeout', async (t) => {
  const { send } = await stage(t, { settings: { firstByteTimeoutMs: 100 } });
  const exchange = await send('/never');
  assert.deepEqual(story(exchange), ['#1 new: first-request · timeout in wait · timeout']);
  assert.equal(exchange.failure?.limit, 100);
  const slow = await send('/slow?first=0&between=200');
  assert.deepEqual(story(slow), ['#2 new: timeout · 200 · kept']);
});

for (const method of ['GET', 'POST']) {
  test(`an interim answer is no first byte: ${method} → timeout`, async (t) => {
    const settings = { firstByteTimeoutMs: 100 };
    const changes = { method, body: method === 'POST' ? Buffer.from('body') : null };
    const http1 = await (await stage(t, { settings })).send('/hints-only', changes);
    const http2 = await (await http2Over(t, {}, settings)).send('/hints-only', changes);
    for (const { failure, hops } of [http1, http2]) {
      assert.deepEqual([failure?.code, failure?.limit, failure?.phase], ['timeout', 100, 'wait']);
      assert.equal(hops[0]?.interim.length, 1);
    }
  });
}

test('the limit for the first byte begins anew with each request of a connection', async (t) => {
  const { send } = await stage(t, { settings: { firstByteTimeoutMs: 500 } });
  await send('/ok');
  // Longer than the limit, and nobody waits for a byte.
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
  const exchange = await send('/never');
  assert.deepEqual(story(exchange), ['#1 reused · timeout in wait · timeout']);
  assert.ok((exchange.hops[0]?.phases.wait ?? 0) >= 499);
});

test('more bytes than the limit of the settings → too-large', async (t) => {
  const { send } = await stage(t, { settings: { maxBodyBytes: 1000 } });
  assert.equal((await send('/ok?size=1000')).failure, null);
  const exchange = await send('/ok?size=1001');
  assert.deepEqual(story(exchange), ['#1 reused · too-large in download · aborted']);
  assert.equal(exchange.failure?.limit, 1000);
});

test('the body that came before a failure is kept', async (t) => {
  const { send } = await stage(t);
  const { body, failure } = await send('/partial-body');
  assert.equal(Buffer.from(body.bytes()).toString(), 'half');
  assert.equal(failure?.code, 'truncated-response');
});

suite('a certificate', () => {
  const rows: readonly [Exclude<keyof Certificates, 'ca'>, string][] = [
    ['selfSigned', 'tls-untrusted'],
    ['expired', 'tls-expired'],
    ['wrongName', 'tls-wrong-name'],
  ];
  for (const [name, code] of rows) {
    test(`${name} → ${code}, unless asked not to look`, async (t) => {
      const { server, client, send } = await stage(t, { tls: (await certificates())[name] });
      assert.deepEqual(story(await send('/ok')), [`${code} in tls`]);
      await until('the connection is closed', () => !server.connections[0]?.isOpen);
      assert.deepEqual(client.snapshot().connections, []);
      assert.deepEqual(server.served(), [[]]);

      const careless = await send('/ok', { insecure: true });
      assert.deepEqual(story(careless), ['#2 new: first-request · 200 · kept']);
      assert.equal(careless.hops[0]?.connection?.tlsVerified, false);
    });
  }

  test('of an authority nobody knows → tls-untrusted', async (t) => {
    const { localhost } = await certificates();
    const { send } = await stage(t, { tls: localhost, settings: { extraCa: [] } });
    assert.deepEqual(story(await send('/ok')), ['tls-untrusted in tls']);
  });

  test('that was not checked serves nobody who wants it checked', async (t) => {
    const { server, send } = await stage(t, { tls: (await certificates()).localhost });
    await send('/ok', { insecure: true });
    assert.deepEqual(story(await send('/ok')), ['#2 new: different-tls-config · 200 · kept']);
    assert.equal(server.handshakes, 2);
    assert.equal(server.resumed, 0);
  });
});

suite('no connection', { concurrency: true }, () => {
  const fails = (title: string, url: () => Promise<string>, said: string | RegExp, limits = {}) => {
    test(`${title} → ${String(said)}`, async (t) => {
      const client = await clientFor(t);
      const exchange = await client.send(requestTo(await url(), limits));
      const [line = ''] = story(exchange);
      if (typeof said === 'string') assert.equal(line, said);
      else assert.match(line, said);
      assert.equal(exchange.hops.length, 1);
      assert.equal(exchange.hops[0]?.connection, null);
      assert.deepEqual(client.snapshot().connections, []);
      const { connectTimeoutMs } = limits as Partial<ResolvedRequest>;
      if (connectTimeoutMs !== undefined) assert.equal(exchange.failure?.limit, connectTimeoutMs);
    });
  };

  fails(
    'a port nobody listens on',
    async () => `http://127.0.0.1:${String(await freePort())}/`,
    'connection-refused in tcp',
  );
  fails(
    'the same by name, at every address',
    async () => `http://localhost:${String(await freePort())}/`,
    'connection-refused in tcp',
  );
  // RFC 6761 keeps `.invalid` from existing; a machine without a resolver can only say that it failed.
  fails(
    'a name that does not exist',
    () => Promise.resolve('http://name.invalid/'),
    /^dns-(not-found|failed) in dns$/,
  );

  test('a listener that accepts nobody → connect-timeout', async (t) => {
    const deaf = await startDeafListener();
    t.after(() => deaf.dispose());
    const client = await clientFor(t);
    const request = requestTo(`http://127.0.0.1:${String(deaf.port)}/`, { connectTimeoutMs: 300 });
    const exchange = await client.send(request);
    assert.deepEqual(story(exchange), ['connect-timeout in tcp']);
    assert.equal(exchange.failure?.limit, 300);
  });

  test('the total timeout counts while connecting, too', async (t) => {
    const deaf = await startDeafListener();
    t.after(() => deaf.dispose());
    const client = await clientFor(t);
    const url = `http://127.0.0.1:${String(deaf.port)}/`;
    const exchange = await client.send(requestTo(url, { timeoutMs: 300 }));
    assert.deepEqual(story(exchange), ['timeout in tcp']);
  });

  test('TLS that is never answered → connect-timeout', async (t) => {
    const { localhost } = await certificates();
    const { server, send } = await stage(t, { tls: localhost, handshakeDelayMs: Infinity });
    const exchange = await send('/ok', { connectTimeoutMs: 300 });
    assert.deepEqual(story(exchange), ['connect-timeout in tls']);
    assert.equal(server.handshakes, 0);
  });

  helloMeets('a plain answer', 'tls-handshake', (socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  helloMeets('a FIN', 'tls-handshake', (socket) => socket.end());
  helloMeets('an RST', 'connection-reset', (socket) => socket.resetAndDestroy());
});

/** What a server that speaks no TLS does when it gets the first message of a handshake. */
function helloMeets(what: string, code: string, meet: (socket: net.Socket) => void): void {
  test(`TLS that meets ${what} → ${code}`, async (t) => {
    const server = net.createServer((socket) => {
      socket.once('data', () => {
        meet(socket);
      });
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const client = await clientFor(t);
    const { port } = server.address() as AddressInfo;
    const exchange = await client.send(requestTo(`https://127.0.0.1:${String(port)}/`));
    assert.deepEqual(story(exchange), [`${code} in tls`]);
  });
}
