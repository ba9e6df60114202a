/** Where a request goes: unix sockets, `@connect-to`, and names with more than one address. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import dns from 'node:dns/promises';
import { connect } from '../../../src/transport/tcp.ts';
import { endsText } from '../../../src/insight/endpointText.ts';
import { certificates } from '../../support/certificates.ts';
import { startDeafListener } from '../../support/deafListener.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';

suite('a unix socket', () => {
  for (const scheme of ['http', 'https'] as const) {
    test(`serves ${scheme}, without DNS, and is a connection of its own`, async (t) => {
      const { path, connections } = await onUnixSocket(t, scheme);
      const client = await clientFor(t);
      const request = requestTo(`${scheme}://localhost/ok`, { unixSocket: path });
      const [first, second] = [await client.send(request), await client.send(request)];
      assert.deepEqual([first, second].flatMap(story), [
        '#1 new: first-request · 200 · kept',
        '#1 reused · 200 · kept',
      ]);
      assert.equal(connections(), 1);
      assert.equal(first.phases.dns, null);
      assert.notEqual(first.phases.tcp, null);
    });
  }

  test('is shown by its path, without ports', async (t) => {
    const { path } = await onUnixSocket(t, 'http');
    const client = await clientFor(t);
    const request = requestTo('http://localhost/ok', { unixSocket: path });
    const connection = (await client.send(request)).hops[0]?.connection;
    assert.deepEqual([connection?.remoteAddress, connection?.remotePort], [path, 0]);
    assert.ok(connection);
    assert.equal(endsText(connection), `the socket ${path}`);
  });

  test('that is not there → a failure with its path', async (t) => {
    const client = await clientFor(t);
    const request = requestTo('http://localhost/', { unixSocket: '/tmp/no such socket' });
    const { failure } = await client.send(request);
    assert.equal(failure?.phase, 'tcp');
    assert.ok(failure.detail.includes('/tmp/no such socket'));
  });

  test('and the network at the same host are two connections', async (t) => {
    const { path } = await onUnixSocket(t, 'http');
    const server = await startServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const url = `http://localhost:${String(server.port)}/ok`;
    assert.deepEqual(
      [
        await client.send(requestTo(url)),
        await client.send(requestTo(url, { unixSocket: path })),
        await client.send(requestTo(url)),
      ].flatMap(story),
      [
        '#1 new: first-request · 200 · kept',
        '#2 new: different-unix-socket · 200 · kept',
        '#1 reused · 200 · kept',
      ],
    );
  });
});

suite('@connect-to', () => {
  test('leads elsewhere, with the name of the URL in TLS and in the request', async (t) => {
    const { localhost } = await certificates();
    const server = await startServer({ tls: localhost });
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const connectTo = { host: '127.0.0.1', port: server.port };
    const there = await client.send(requestTo('https://localhost/ok', { connectTo }));
    assert.deepEqual(story(there), ['#1 new: first-request · 200 · kept']);
    assert.equal(there.phases.dns, null);
    assert.equal(server.connections[0]?.requests[0]?.headers.get('host'), 'localhost');
    const wrong = await client.send(requestTo('https://api.test/ok', { connectTo }));
    assert.deepEqual(story(wrong), ['tls-wrong-name in tls']);
  });

  test('and the host itself are two connections', async (t) => {
    const server = await startServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const url = `http://localhost:${String(server.port)}/ok`;
    const connectTo = { host: '127.0.0.1', port: server.port };
    const stories = [
      await client.send(requestTo(url)),
      await client.send(requestTo(url, { connectTo })),
      await client.send(requestTo(url, { connectTo })),
    ].flatMap(story);
    assert.deepEqual(stories, [
      '#1 new: first-request · 200 · kept',
      '#2 new: different-connect-to · 200 · kept',
      '#2 reused · 200 · kept',
    ]);
  });
});

suite('of two addresses', () => {
  test('the one where nobody listens is passed by, and the winner is shown', async (t) => {
    const addresses = await dns.lookup('localhost', { all: true });
    if (new Set(addresses.map(({ family }) => family)).size < 2) {
      t.skip('localhost has one address only');
      return;
    }
    for (const host of ['127.0.0.1', '::1']) {
      const server = await startServer({ host });
      t.after(() => server.dispose());
      const client = await clientFor(t);
      const exchange = await client.send(requestTo(`http://localhost:${String(server.port)}/ok`));
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      assert.equal(exchange.hops[0]?.connection?.remoteAddress, host);
    }
  });

  test('the one that does not answer is given up for the other', async (t) => {
    const deaf = await startDeafListener();
    t.after(() => deaf.dispose());
    const server = net.createServer((socket) => socket.on('error', () => undefined));
    // The same port, another address of this machine.
    server.listen(deaf.port, '127.0.0.2');
    await once(server, 'listening');
    t.after(() => server.close());
    const socket = new net.Socket();
    t.after(() => socket.destroy());
    await connect(socket, {
      host: 'both.test',
      port: (server.address() as AddressInfo).port,
      addresses: [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ],
      localAddress: null,
    });
    assert.equal(socket.remoteAddress, '127.0.0.2');
  });

  test('none listens → every one is named', async (t) => {
    const server = await startServer();
    await server.dispose();
    const client = await clientFor(t);
    const { failure } = await client.send(requestTo(`http://localhost:${String(server.port)}/`));
    assert.equal(failure?.code, 'connection-refused');
    const count = (await dns.lookup('localhost', { all: true })).length;
    assert.equal(failure.addresses.length, count);
  });
});

suite('a name that ends in .localhost', () => {
  test('is this machine: both addresses are tried, the one that takes it is shown, and nobody is asked', async (t) => {
    for (const [host, before] of [
      ['127.0.0.1', '[::1]'],
      ['::1', null],
    ] as const) {
      if (host === '::1' && !hasIpv6()) continue;
      const server = await startServer({ host });
      t.after(() => server.dispose());
      const client = await clientFor(t);
      const url = `http://api.localhost:${String(server.port)}/ok`;
      const exchange = await client.send(requestTo(url));
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      const connection = exchange.hops[0]?.connection;
      assert.equal(connection?.remoteAddress, host);
      const passedBy = before === null ? [] : [`${before}:${String(server.port)}`];
      assert.deepEqual(connection.passedBy, passedBy);
      assert.equal(exchange.phases.dns, null);
    }
  });

  test('is another host than localhost, and than itself with a dot at the end, as in curl', async (t) => {
    const server = await startServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const to = (host: string) => client.send(requestTo(`http://${host}:${String(server.port)}/ok`));
    const stories = [await to('a.localhost'), await to('a.localhost.'), await to('A.localhost')];
    assert.deepEqual(stories.flatMap(story), [
      '#1 new: first-request · 200 · kept',
      '#2 new: first-request · 200 · kept',
      '#1 reused · 200 · kept',
    ]);
  });
});

suite('the address a request asks for', () => {
  const first = '#1 new: first-request · 200 · kept';

  test('of an IP version is taken, and another connection than that of the other', async (t) => {
    const server = await startServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    const url = `http://api.localhost:${String(server.port)}/ok`;
    const stories = [
      await client.send(requestTo(url)),
      await client.send(requestTo(url, { ipVersion: 4 })),
      await client.send(requestTo(url, { ipVersion: 4 })),
      await client.send(requestTo(url)),
    ].flatMap(story);
    const second = '#2 new: different-ip-version · 200 · kept';
    assert.deepEqual(stories, [first, second, '#2 reused · 200 · kept', '#1 reused · 200 · kept']);
    const { failure } = await client.send(requestTo(url, { ipVersion: 6 }));
    assert.match(failure?.code ?? '', /connection-refused|network-unreachable/);
  });

  test('of this machine is what the server sees', async (t) => {
    const seen: (string | undefined)[] = [];
    const server = http.createServer(({ socket }, response) => {
      seen.push(socket.remoteAddress);
      response.end('ok');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    const client = await clientFor(t);
    const { port } = server.address() as AddressInfo;
    const url = `http://api.localhost:${String(port)}/ok`;
    const stories = [
      await client.send(requestTo(url)),
      await client.send(requestTo(url, { localAddress: '127.0.0.2' })),
    ].flatMap(story);
    assert.deepEqual(stories, [first, '#2 new: different-local-address · 200 · kept']);
    assert.deepEqual(seen, ['127.0.0.1', '127.0.0.2']);
    const gone = await client.send(requestTo(url, { localAddress: '192.0.2.1' }));
    assert.equal(gone.failure?.code, 'network-unreachable');
  });
});

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some(({ family }) => family === 'IPv6'),
  );
}

async function onUnixSocket(t: TestContext, scheme: 'http' | 'https') {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-unix-'));
  const path = join(folder, 'socket');
  const answer: http.RequestListener = (_request, response) => response.end('ok');
  const server =
    scheme === 'http'
      ? http.createServer(answer)
      : https.createServer({ ...(await certificates()).localhost }, answer);
  let count = 0;
  server.on('connection', () => count++);
  server.listen(path);
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { path, connections: () => count };
}
