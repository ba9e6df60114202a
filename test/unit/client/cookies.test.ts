/** Cookies through our own client, against a real server; a sample of what RFC 6265 and tough-cookie's tests ask for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '../../../src/client/client.ts';
import { createCookieJar, type CookieJar } from '../../../src/client/cookieJar.ts';
import { withCookies } from '../../../src/client/cookies.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { requestTo } from '../../support/requestTo.ts';

/** `/set?c=a=1&c=b=2` sets them, `/go?c=…` also redirects to `/there`. */
async function stage(t: TestContext, cookies: CookieJar = createCookieJar()) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    seen.push(`${url.pathname} ${request.headers.cookie ?? '-'}`);
    const set = url.searchParams.getAll('c');
    if (set.length > 0) response.setHeader('Set-Cookie', set);
    if (url.pathname === '/go') response.writeHead(302, { Location: '/there' });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(defaultSettings, { cookies });
  t.after(async () => {
    await client.dispose();
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const send = (path: string, changes: Partial<ResolvedRequest> = {}) =>
    client.send(requestTo(origin + path, changes));
  const set = (cookie: string, path = '/set') => send(`${path}?c=${encodeURIComponent(cookie)}`);
  return { cookies, seen, send, set, origin };
}

test('what one answer sets the next request sends, on every hop', async (t) => {
  const { seen, send, set, cookies } = await stage(t);
  assert.equal(cookies.isEmpty, true);
  await set('a=1', '/go');
  await send('/later');
  assert.deepEqual(seen, ['/go -', '/there a=1', '/later a=1']);
  assert.equal(cookies.isEmpty, false);
});

test('@no-cookie-jar neither sends nor keeps', async (t) => {
  const { seen, send, set } = await stage(t);
  await set('a=1');
  await send('/x?c=b%3D2', { noCookieJar: true });
  await send('/y');
  assert.deepEqual(seen, ['/set -', '/x -', '/y a=1']);
});

test('a Cookie header written by hand wins by name, in one field', async (t) => {
  const { seen, send, set } = await stage(t);
  await set('a=1');
  await set('b=2');
  await send('/x', { headers: [['cookie', 'b=mine; c=3;']] });
  assert.equal(seen.at(-1), '/x b=mine; c=3; a=1');
});

function kept(name: string, cookie: string, sent: string): void {
  test(name, async (t) => {
    const { seen, send, set } = await stage(t);
    await set(cookie, '/dir/set');
    await send('/dir/x');
    assert.equal(seen.at(-1), `/dir/x ${sent}`);
  });
}

kept('a value with =', 'a=b=c; Path=/', 'a=b=c');
kept('an empty value', 'a=', 'a=');
kept('without a name', '=v', '-');
kept('its path', 'a=1; Path=/other', '-');
kept('the default path', 'a=1', 'a=1');
kept('Max-Age wins over Expires', 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60', 'a=1');
kept('over at once', 'a=1; Max-Age=0', '-');

test('Max-Age counts from when a cookie was set, however often it is asked for', async () => {
  const jar = createCookieJar();
  await jar.take('https://a.test/', ['a=1; Max-Age=1', 'far=1; Max-Age=99999999999999999999']);
  const setBy = Date.now();
  const names = (): readonly string[] => jar.cookiesFor('https://a.test/').map(({ name }) => name);
  assert.deepEqual(names(), ['a', 'far']);
  while (Date.now() <= setBy + 1000) {
    names();
    await setTimeout(50);
  }
  assert.deepEqual(names(), ['far']);
});
kept('of another domain', 'a=1; Domain=example.com', '-');
kept('HttpOnly', 'a=1; HttpOnly', 'a=1');
kept('an unknown attribute', 'a=1; Colour=red', 'a=1');
kept('a word that is none', 'nothing', '-');

test('over plain HTTP another host gets no Secure cookie, and a public suffix none at all', async () => {
  const jar = createCookieJar();
  await jar.take('https://a.test/', ['s=1; Secure', 'p=1; Domain=test', 'd=1; Domain=a.test']);
  assert.deepEqual(
    jar.cookiesFor('http://a.test/').map(({ name }) => name),
    ['d'],
  );
  assert.deepEqual(
    jar.cookiesFor('https://a.test/').map(({ name }) => name),
    ['s', 'd'],
  );
  assert.deepEqual(
    jar.cookiesFor('https://sub.a.test/').map(({ name }) => name),
    ['d'],
  );
});

test('saved, restored, shown and cleared', async () => {
  const jar = createCookieJar();
  await jar.take('https://a.test/x/', ['s=secret; Secure; HttpOnly', 'e=1; Max-Age=60']);
  await jar.take('https://b.test/', ['b=1']);
  const again = createCookieJar();
  await again.restore(jar.saved());
  assert.deepEqual(
    again.all().map(({ name, domain, path, secure }) => [name, domain, path, secure]),
    [
      ['s', 'a.test', '/x', true],
      ['e', 'a.test', '/x', false],
      ['b', 'b.test', '/', false],
    ],
  );
  assert.equal(again.cookiesFor('https://a.test/x/')[0]?.value, 'secret');
  let told = 0;
  again.onDidChange(() => (told += 1));
  assert.equal(again.clear('a.test'), 2);
  assert.deepEqual(
    again.all().map(({ name }) => name),
    ['b'],
  );
  assert.equal(again.clear(), 1);
  assert.equal(again.isEmpty, true);
  assert.equal(told, 2);
});

test('what is saved is the same where a cookie is set to what it was, and ends when it would have', async () => {
  const jar = createCookieJar();
  await jar.take('https://a.test/', ['s=1']);
  const saved = jar.saved();
  await setTimeout(2);
  jar.cookiesFor('https://a.test/');
  await jar.take('https://a.test/', ['s=1', 'none=1; Domain=b.test']);
  assert.equal(jar.saved(), saved);
  await jar.take('https://a.test/', ['s=2', 'e=1; Max-Age=60']);
  assert.notEqual(jar.saved(), saved);
  const again = createCookieJar();
  await again.restore(jar.saved());
  await setTimeout(2);
  assert.deepEqual(again.all(), jar.all());
});

test('what was saved badly is left out', async () => {
  const jar = createCookieJar();
  for (const bad of ['', 'nonsense', '{}', '[1, null, {}, {"key": 5}]', '[{"key":"a"}]'])
    await jar.restore(bad);
  assert.equal(jar.isEmpty, true);
});

test('an empty jar leaves the request as it is', () => {
  const request = requestTo('http://a.test/');
  assert.equal(withCookies(request, createCookieJar()), request);
});
