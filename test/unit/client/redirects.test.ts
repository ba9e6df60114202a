/** Redirects over real sockets: every leg is a hop, and what arrives is what the rules say. */
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Exchange, NotFollowed } from '../../../src/client/exchange.ts';
import type { ClientSettings } from '../../../src/client/settings.ts';
import type { TraceEvent } from '../../../src/client/trace.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { startRedirectServers, type RedirectServers } from '../../support/redirectServers.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, story } from '../../support/stage.ts';

let servers: RedirectServers;

before(async () => {
  servers = await startRedirectServers();
});
after(() => servers.dispose());

function goTo(to: string, status = 302): string {
  return `${servers.origins[0]}/go?status=${String(status)}&to=${encodeURIComponent(to)}`;
}

async function send(
  t: TestContext,
  url: string,
  changes: Partial<ResolvedRequest> = {},
  settings: Partial<ClientSettings> = {},
) {
  servers.take();
  const client = await clientFor(t, settings);
  const events: TraceEvent[] = [];
  const exchange = await client.send(requestTo(url, changes), {
    trace: (event) => events.push(event),
  });
  return { exchange, arrivals: servers.take(), events };
}

function causes({ hops }: Exchange): string[] {
  return hops.map(
    ({ cause, method, response }) => `${cause} ${method} ${String(response?.status)}`,
  );
}

test('the legs to one origin share a connection, and the first body is read to its end', async (t) => {
  const { exchange } = await send(t, goTo('/there'));
  assert.deepEqual(causes(exchange), ['first GET 302', 'redirect GET 200']);
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · 302 · kept',
    '#1 reused · 200 · kept',
  ]);
  assert.equal(Buffer.from(exchange.body.bytes()).toString(), 'ok');
  assert.equal(exchange.failure, null);
});

test('a leg to another origin has a connection of its own', async (t) => {
  const { exchange } = await send(t, goTo(`${servers.origins[1]}/there`));
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · 302 · kept',
    '#2 new: first-request · 200 · kept',
  ]);
  assert.equal(exchange.hops[1]?.url, `${servers.origins[1]}/there`);
  assert.equal(exchange.url, exchange.hops[0]?.url);
});

test('@fresh-connection holds for the first leg alone', async (t) => {
  const { exchange } = await send(t, goTo('/there'), { freshConnection: true });
  assert.deepEqual(story(exchange), [
    '#1 new: fresh-connection · 302 · kept',
    '#1 reused · 200 · kept',
  ]);
});

test('@no-redirect and the setting leave the redirect as the answer, which says so', async (t) => {
  const location = `${servers.origins[0]}/there`;
  for (const [changes, settings, because] of [
    [{ noRedirect: true }, {}, 'no-redirect'],
    [{}, { followRedirects: false }, 'setting'],
  ] as const) {
    const { exchange, events } = await send(t, goTo('/there'), changes, settings);
    assert.deepEqual(causes(exchange), ['first GET 302']);
    checkLeft(exchange, events, { location, because });
  }
});

test('a redirect that was followed, and an answer that is none, leave nothing to say', async (t) => {
  const { exchange } = await send(t, goTo('/there'));
  const plain = await send(t, `${servers.origins[0]}/there`, { noRedirect: true });
  for (const { notFollowed } of [...exchange.hops, ...plain.exchange.hops])
    assert.equal(notFollowed, undefined);
});

test('a circle ends with the limit', async (t) => {
  const { exchange, arrivals } = await send(
    t,
    `${servers.origins[0]}/loop`,
    {},
    { maxRedirects: 3 },
  );
  assert.equal(arrivals.length, 4);
  assert.equal(exchange.failure?.code, 'too-many-redirects');
  assert.equal(exchange.failure.limit, 3);
  assert.equal(exchange.hops.at(-1)?.failure, exchange.failure);
});

test('a limit of 0 lets none pass', async (t) => {
  const { exchange } = await send(t, goTo('/there'), {}, { maxRedirects: 0 });
  assert.equal(exchange.failure?.code, 'too-many-redirects');
});

test('where it can not be followed the redirect is the answer, which says why', async (t) => {
  for (const [to, because] of [
    ['ftp://127.0.0.1/x', 'scheme'],
    ['http://[nonsense', 'invalid'],
    ['', 'nowhere'],
  ] as const) {
    const { exchange, events } = await send(t, goTo(to));
    assert.deepEqual(causes(exchange), ['first GET 302']);
    assert.equal(exchange.failure, null);
    checkLeft(exchange, events, { location: to, because });
  }
});

function checkLeft(exchange: Exchange, events: readonly TraceEvent[], left: NotFollowed): void {
  assert.deepEqual(exchange.hops.at(-1)?.notFollowed, left);
  const told = events.find(({ kind }) => kind === 'not-followed');
  assert.deepEqual(told, { kind: 'not-followed', left });
}

test('a status that only looks like one, and one without a place, is the answer', async (t) => {
  for (const [to, status] of [
    ['/there', 300],
    ['/there', 304],
    ['/there', 305],
    ['', 302],
  ] as const) {
    const { exchange } = await send(t, goTo(to, status));
    assert.deepEqual(causes(exchange), [`first GET ${String(status)}`]);
  }
});

test('locations of every form', async (t) => {
  for (const [to, path] of [
    ['there', '/there'],
    ['?x=1', '/go?x=1'],
    ['//HOST/there', '/there'],
    ['/a/../b c', '/b%20c'],
    ['/straße', '/stra%C3%9Fe'],
    ['/%zz', '/%zz'],
    ['  /blanks  ', '/blanks'],
  ] as const) {
    const host = new URL(servers.origins[0]).host;
    // `/go?…` without `to` redirects to nowhere, which ends it.
    const { arrivals } = await send(t, goTo(to.replace('HOST', host)), {}, { maxRedirects: 2 });
    assert.equal(arrivals[1]?.path, path, to);
  }
});

test('a fragment is handed on until a location has one of its own', async (t) => {
  const kept = await send(t, `${goTo('/there')}#one`);
  assert.equal(kept.exchange.hops[1]?.url, `${servers.origins[0]}/there#one`);
  assert.equal(kept.arrivals[1]?.path, '/there');
  const replaced = await send(t, `${goTo('/there#two')}#one`);
  assert.equal(replaced.exchange.hops[1]?.url, `${servers.origins[0]}/there#two`);
});

const secret = [
  ['Authorization', 'Bearer abc'],
  ['Cookie', 'a=1'],
  ['Proxy-Authorization', 'Basic eDp5'],
  ['Host', 'written.test'],
  ['X-Other', 'stays'],
] as const;

test('credentials stay with their origin', async (t) => {
  const same = await send(t, goTo('/there'), { headers: secret });
  assert.equal(same.arrivals[1]?.headers.authorization, 'Bearer abc');
  assert.equal(same.arrivals[1].headers.cookie, 'a=1');
  assert.equal(same.arrivals[1].headers.host, 'written.test');
  const other = await send(t, goTo(`${servers.origins[1]}/there`), { headers: secret });
  const { headers } = other.arrivals[1] ?? assert.fail('there was no second leg');
  assert.equal(headers.authorization, undefined);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers['proxy-authorization'], undefined);
  assert.equal(headers.host, new URL(servers.origins[1]).host);
  assert.equal(headers['x-other'], 'stays');
  assert.ok(!JSON.stringify(other.exchange.hops[1]?.requestHeaders).includes('abc'));
});

test('they do not come back with a redirect back', async (t) => {
  const back = `${servers.origins[1]}/go?status=302&to=${encodeURIComponent(`${servers.origins[0]}/there`)}`;
  const { arrivals } = await send(t, goTo(back), { headers: secret });
  assert.equal(arrivals.length, 3);
  assert.equal(arrivals[2]?.headers.authorization, undefined);
});

test('what stands before the @ of a location goes there', async (t) => {
  const to = servers.origins[1].replace('://', '://us%65r:pass@');
  const { exchange, arrivals } = await send(t, goTo(`${to}/there`));
  const expected = `Basic ${Buffer.from('user:pass').toString('base64')}`;
  assert.equal(arrivals[1]?.headers.authorization, expected);
  assert.equal(exchange.hops[1]?.url, `${servers.origins[1]}/there`);
});

test('@connect-to holds for the origin of the request', async (t) => {
  const { port } = new URL(servers.origins[0]);
  const connectTo = { host: '127.0.0.1', port: Number(port) };
  const path = `/go?status=302&to=${encodeURIComponent(`${servers.origins[1]}/there`)}`;
  const { arrivals } = await send(t, `http://elsewhere.test${path}`, { connectTo });
  assert.deepEqual(
    arrivals.map(({ origin, path: at }) => [origin, at]),
    [
      [0, path],
      [1, '/there'],
    ],
  );
});

test('a stopped exchange does not end with a redirect', async (t) => {
  const client = await clientFor(t);
  const abort = new AbortController();
  const exchange = await client.send(requestTo(goTo('/there')), {
    signal: abort.signal,
    trace: ({ kind }) => {
      if (kind === 'kept') abort.abort();
    },
  });
  assert.equal(exchange.failure?.code, 'aborted');
});
