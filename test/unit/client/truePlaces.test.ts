/** What is said of a request that could not get where it was to go: told by what really happened to it. */
import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import { suite, test, type TestContext } from 'node:test';
import { noProxy } from '../../../src/client/proxySettings.ts';
import { proxyFromEnvironment } from '../../../src/client/proxyEnvironment.ts';
import { describeFailure, shortFailure } from '../../../src/insight/failureText.ts';
import {
  curlWording,
  describeClosed,
  describeOpened,
  shortClosed,
} from '../../../src/insight/reasonText.ts';
import { emptySummary, withExchange } from '../../../src/insight/summary.ts';
import { learnExchange, nothingLearned } from '../../../src/insight/profile/learn.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';
import { freePort } from '../../support/freePort.ts';

test('an address is never looked up, whatever becomes of it', async (t) => {
  const client = await clientFor(t);
  const free = await freePort();
  for (const [url, changes, code, phase] of [
    [`http://127.0.0.1:${String(free)}/`, {}, 'connection-refused', 'tcp'],
    [`http://127.0.0.1:${String(free)}/`, { ipVersion: 6 }, 'dns-not-found', null],
    ['http://[::1]:1/', { ipVersion: 4 }, 'dns-not-found', null],
    ['http://localhost/', { unixSocket: '/nope.sock' }, 'network-unreachable', 'tcp'],
  ] as const) {
    const exchange = await client.send(requestTo(url, changes));
    assert.deepEqual([exchange.failure?.code, exchange.failure?.phase], [code, phase]);
    assert.equal(exchange.phases.dns, null);
    assert.equal(withExchange(emptySummary, exchange).dnsLookups, 0);
  }
  assert.equal(client.snapshot().counters.dnsLookups, 0);
});

suite('a request that insists on', () => {
  test('IPv6 does not go to an IPv4 address, nor the other way round', async (t) => {
    const { server, failed } = await stage(t);
    const { port } = server;
    const six = await failed(`http://127.0.0.1:${String(port)}/ok`, { ipVersion: 6 });
    assert.equal(six.code, 'dns-not-found');
    assert.equal(
      describeFailure(six),
      '127.0.0.1 is no IPv6 address, and the request asks for one. Change its host, or # @ip-version or # @local-address',
    );
    assert.equal(shortFailure(six), 'no IPv6 address for 127.0.0.1');
    const four = await failed(`http://[::1]:${String(port)}/ok`, { ipVersion: 4 });
    assert.match(describeFailure(four), /^::1 is no IPv4 address/);
    assert.equal(server.connections.length, 0);
  });

  test('IPv6 does not go to a proxy at an IPv4 address', async (t) => {
    const proxy = { ...noProxy, http: 'http://127.0.0.1:3128' };
    const client = await clientFor(t, { proxy });
    const { failure } = await client.send(requestTo('http://localhost:1/', { ipVersion: 6 }));
    assert.ok(failure);
    assert.match(describeFailure(failure), /^127\.0\.0\.1 is no IPv6 address/);
  });

  test('its own IP version goes to an address of that', async (t) => {
    const { server, client } = await stage(t);
    const exchange = await client.send(requestTo(`${server.origin}/ok`, { ipVersion: 4 }));
    assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
  });

  test('IPv6 is told that the name has none', async (t) => {
    const name = 'none.invalid';
    await assert.rejects(dns.lookup(name));
    const { failed } = await stage(t);
    const failure = await failed(`http://${name}/`, { ipVersion: 6 });
    if (failure.code === 'dns-failed') return t.skip('there is no resolver here');
    assert.match(describeFailure(failure), /^No IPv6 address was found for none\.invalid, and/);
    const any = await failed(`http://${name}/`);
    assert.match(describeFailure(any), /^The name none\.invalid does not resolve/);
  });

  test('an address to leave from that this machine has not is told which', async (t) => {
    const { server, failed } = await stage(t);
    const failure = await failed(`${server.origin}/ok`, { localAddress: '192.0.2.1' });
    assert.equal(failure.code, 'network-unreachable');
    assert.match(describeFailure(failure), /^This machine has no address 192\.0\.2\.1, which/);
    assert.equal(shortFailure(failure), 'no address 192.0.2.1 on this machine');
  });

  test('a socket that is not there is told its path, not a port', async (t) => {
    const { failed } = await stage(t);
    const failure = await failed('http://localhost/x', { unixSocket: '/nope.sock' });
    assert.equal(
      describeFailure(failure),
      'There is no socket /nope.sock. Is the server running, and the path right?',
    );
    assert.equal(shortFailure(failure), 'no socket /nope.sock');
  });
});

test('a proxy of the environment that is not understood is told by its variable', async (t) => {
  for (const name of ['http_proxy', 'ALL_PROXY']) {
    const proxy = proxyFromEnvironment({ [name]: 'garbage::' });
    const client = await clientFor(t, { proxy });
    const { failure } = await client.send(requestTo('http://localhost:1/'));
    assert.ok(failure);
    assert.equal(
      describeFailure(failure),
      `Not supported: the address of the proxy in the variable ${name}. Correct it there, or leave localhost:1 out of the proxy`,
    );
  }
});

test('after the answer to HEAD it is not the server that is said to close', async (t) => {
  const { server, client } = await stage(t);
  const url = `${server.origin}/head-without-length`;
  const head = await client.send(requestTo(url, { method: 'HEAD' }));
  const closed = head.hops[0]?.connection?.closedBecause;
  assert.equal(closed?.code, 'close-delimited-body');
  const sentence = 'the answer to HEAD told neither length nor chunking, so #1 was closed';
  assert.equal(describeClosed(closed), `${sentence} after 1 request`);
  assert.equal(shortClosed(closed), 'answer to HEAD without a length closed #1');
  const next = await client.send(requestTo(`${server.origin}/ok`));
  const opened = next.hops[0]?.connection?.openedBecause;
  assert.ok(opened);
  assert.equal(describeOpened(opened), `${sentence} after 1 request`);
  const profile = learnExchange(nothingLearned, head).profiles.get(server.origin);
  assert.deepEqual(profile?.now.closeDelimited, {}, 'no hint that the server should tell a length');

  const get = await client.send(requestTo(`${server.origin}/close-delimited`));
  const byServer = get.hops[0]?.connection?.closedBecause;
  assert.ok(byServer);
  assert.match(describeClosed(byServer), /^the server ended a body without a length/);
});

test('after a 204 or 304 that tells of a body the answer is good, and what closed its connection is said', async (t) => {
  const { server, client } = await stage(t);
  const said: [number, string][] = [];
  for (const path of ['/204-with-length', '/304-with-length', '/304-chunked']) {
    const { hops, failure, body } = await client.send(requestTo(server.origin + path));
    assert.deepEqual([failure, body.length], [null, 0]);
    const [{ connection, response } = assert.fail()] = hops;
    const closed = connection?.closedBecause;
    assert.ok(closed);
    assert.equal(curlWording(closed), null, 'curl keeps the connection');
    said.push([response?.status ?? 0, describeClosed(closed)]);
  }
  const has = 'a 304 has no body and this one told of one, so';
  assert.deepEqual(said, [
    [204, 'a 204 may not tell of a body and this one did, so #1 was closed after 1 request'],
    [304, `${has} #2 was closed after 1 request`],
    [304, `${has} #3 was closed after 1 request`],
  ]);
});

async function stage(t: TestContext) {
  const server = await startServer();
  t.after(() => server.dispose());
  const client = await clientFor(t);
  const failed = async (url: string, changes: Partial<ResolvedRequest> = {}) => {
    const { failure } = await client.send(requestTo(url, changes));
    assert.ok(failure, 'it was to fail');
    return failure;
  };
  return { server, client, failed };
}
