import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationMs } from '../../../src/request/duration.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { problemsIn, ready, resolveText } from './resolving.ts';

test('a request as it is handed to the client', () => {
  const text =
    '@h = a.test\n\n### Title\n# @name one\nput https://{{h}}/x HTTP/1.1\nA: 1\n\nbody\n';
  const expected: ResolvedRequest = {
    method: 'PUT',
    url: 'https://a.test/x',
    scheme: 'https',
    host: 'a.test',
    port: 443,
    path: '/x',
    httpVersion: '1.1',
    headers: [['A', '1']],
    body: new TextEncoder().encode('body'),
    freshConnection: false,
    noKeepAlive: false,
    noRedirect: false,
    noCookieJar: false,
    insecure: false,
    timeoutMs: null,
    connectTimeoutMs: null,
    phaseTimeoutsMs: {},
    maxIdleMs: null,
    maxLifetimeMs: null,
    connectTo: null,
    ipVersion: null,
    localAddress: null,
    unixSocket: null,
    pool: null,
    retry: null,
    responseFiles: [],
    signing: null,
    secrets: [],
    source: { file: 'a.http', name: 'one', title: 'Title', line: 5 },
  };
  assert.deepEqual(resolveText(text), {
    kind: 'ready',
    request: expected,
    needs: [],
    problems: [],
  });
});

test('HTTP/3 is asked for until the request may fall back', () => {
  assert.equal(ready('GET https://a.test HTTP/3\n').httpVersion, '3');
  assert.equal(ready('# @http-fallback\nGET https://a.test HTTP/3\n').httpVersion, null);
  assert.equal(ready('# @http-fallback false\nGET https://a.test HTTP/3\n').httpVersion, '3');
  assert.equal(ready('# @http-fallback\nGET https://a.test HTTP/1.1\n').httpVersion, '1.1');
  assert.equal(ready('curl --http3 https://a.test\n').httpVersion, null);
  assert.equal(ready('curl --http3-only https://a.test\n').httpVersion, '3');
});

test('where to connect from is checked', () => {
  const { ipVersion, localAddress } = ready(
    '# @ip-version 6\n# @local-address [::1]\nGET a.test\n',
  );
  assert.deepEqual([ipVersion, localAddress], [6, '::1']);
  assert.equal(ready('curl -4 --interface 127.0.0.2 https://a.test\n').ipVersion, 4);
  assert.deepEqual(problemsIn('# @ip-version 5\nGET a.test\n'), [
    'directive-value: # @ip-version 5',
  ]);
  assert.deepEqual(problemsIn('# @local-address eth0\nGET a.test\n'), [
    'directive-value: # @local-address eth0',
  ]);
});

function checkMethod(written: string, sent: string): void {
  test(`the method of ${written} is ${sent}`, () => {
    assert.equal(ready(`${written}\n`).method, sent);
  });
}

checkMethod('https://a.test/', 'GET');
checkMethod('get https://a.test/', 'GET');
checkMethod('Post https://a.test/', 'POST');
checkMethod('PROPFIND https://a.test/', 'PROPFIND');
checkMethod('X_Custom1 https://a.test/', 'X_Custom1');
checkMethod('GRAPHQL https://a.test/', 'POST');

function checkDirective(line: string, expected: Partial<ResolvedRequest>): void {
  test(`${JSON.stringify(line)} means ${JSON.stringify(expected)}`, () => {
    const request = ready(`@t = 7\n${line}\nGET https://a.test/\n`);
    for (const [name, value] of Object.entries(expected)) {
      assert.deepEqual(request[name as keyof ResolvedRequest], value);
    }
  });
}

checkDirective('# @timeout 30', { timeoutMs: 30_000, connectTimeoutMs: null });
checkDirective('# @timeout 500ms', { timeoutMs: 500 });
checkDirective('# @timeout 0', { timeoutMs: 0 });
checkDirective('# @timeout {{t}} s', { timeoutMs: 7_000 });
checkDirective('# @timeout wait 2', { timeoutMs: null, phaseTimeoutsMs: { wait: 2_000 } });
checkDirective('# @timeout 9\n# @timeout TLS 5 ms\n# @timeout dns {{t}} s\n# @timeout tls 6ms', {
  timeoutMs: 9_000,
  phaseTimeoutsMs: { tls: 6, dns: 7_000 },
});
checkDirective('# @timeout 1\n# @timeout 2', { timeoutMs: 2_000 });
checkDirective('// @connection-timeout 2 m', { connectTimeoutMs: 120_000, timeoutMs: null });
checkDirective('# @freshConnection', { freshConnection: true, noKeepAlive: false });
checkDirective('# @no-keep-alive', { noKeepAlive: true });
checkDirective('# @insecure', { insecure: true });
checkDirective('# @insecure false', { insecure: false });

checkDirective('# @max-idle 10s', { maxIdleMs: 10_000, maxLifetimeMs: null });
checkDirective('# @max-lifetime {{t}} m', { maxLifetimeMs: 420_000, maxIdleMs: null });
checkDirective('# @max-lifetime 0', { maxLifetimeMs: 0 });
checkDirective('# @connect-to Api.Test:8080', { connectTo: { host: 'api.test', port: 8080 } });
checkDirective('# @connect-to [::1]:1', { connectTo: { host: '::1', port: 1 } });
checkDirective('# @pool my orders', { pool: 'my orders' });

function checkRetry(value: string, times: number, backoffMs: number, statuses: number[]): void {
  checkDirective(`# @retry ${value}`, { retry: { times, backoffMs, statuses } });
}

checkRetry('3', 3, 500, [502, 503, 504]);
checkRetry('0', 0, 500, [502, 503, 504]);
checkRetry('{{t}} backoff 20ms', 7, 20, [502, 503, 504]);
checkRetry('3 backoff 1.5', 3, 1_500, [502, 503, 504]);
checkRetry('3 backoff 2 s on 429', 3, 2_000, [429]);
checkRetry('3 backoff 2 on 429', 3, 2_000, [429]);
checkRetry('10  backoff  0  on  429,503 504 ,  500', 10, 0, [429, 503, 504, 500]);
checkRetry('1 on 500', 1, 500, [500]);

function checkDuration(text: string, ms: number | null): void {
  test(`${JSON.stringify(text)} is ${ms} ms`, () => {
    assert.equal(durationMs(text), ms);
  });
}

checkDuration('30', 30_000);
checkDuration('1.5s', 1_500);
checkDuration('2 M', 120_000);
checkDuration('0', 0);
checkDuration('', null);
checkDuration('-1', null);
checkDuration('1h', null);
checkDuration('ms', null);
checkDuration('999999999', null);

function refuses(text: string, ...problems: readonly string[]): void {
  test(`${JSON.stringify(text)} gives ${problems.join()}`, () => {
    assert.deepEqual(problemsIn(text), problems);
    assert.equal(resolveText(text).kind, 'problems');
  });
}

refuses('# @timeout soon\nGET https://a.test/\n', 'directive-value: # @timeout soon');
refuses('# @timeout\nGET https://a.test/\n', 'directive-value: # @timeout');
for (const directive of [
  '@max-idle',
  '@max-idle forever',
  '@max-lifetime 1h',
  '@max-lifetime -1',
  '@connect-to',
  '@connect-to api.test',
  '@connect-to api.test:65536',
  '@connect-to ::1:80',
  '@connect-to http://api.test:80',
  '@pool',
  '@retry',
  '@retry often',
  '@retry 1000',
  '@retry -1',
  '@retry 3 500ms',
  '@retry 3 backoff',
  '@retry 3 backoff 5 hours',
  '@retry 3 on',
  '@retry 3 on ,',
  '@retry 3 on 50',
  '@retry 3 on 5xx',
  '@retry 3 on 502 backoff 1s',
]) {
  refuses(`# ${directive}\nGET https://a.test/\n`, `directive-value: # ${directive}`);
}
refuses('# @disabled\nGET https://a.test/\n', 'not-supported-yet: # @disabled');
refuses('GÉT https://a.test/\n', 'invalid-method: GÉT');
refuses('GET https://a.test/ HTTP/4\n', 'invalid-http-version: 4');
refuses('WEBSOCKET https://a.test/\n', 'not-supported-yet: WEBSOCKET');
refuses('WEBSOCKET wss://a.test/\n', 'not-supported-yet: WEBSOCKET');
refuses('< {% a() %}\nGET https://a.test/\n', 'not-supported-yet: < {% a() %}');
refuses('GET https://a.test/\nno header\n', 'header-without-colon: no header');

function warns(text: string, ...problems: readonly string[]): void {
  test(`${JSON.stringify(text)} is sent with ${problems.join()}`, () => {
    assert.deepEqual(problemsIn(text), problems);
    assert.equal(resolveText(text).kind, 'ready');
  });
}

warns('GET https://a.test/\n\n> {% a() %}\n', 'not-supported-yet: > {% a() %}');
warns('GET https://a.test/\n\n?? status == 200\n', 'not-supported-yet: ?? status == 200');
warns('GET https://a.test/\n\n>> ./a\n');
warns('GET https://a.test/\n\n<> ./a\n');
warns('# @loop for 3\nGET https://a.test/\n', 'directive-without-effect: # @loop for 3');
warns('# @timeout 5000\nGET https://a.test/\n', 'directive-unit: # @timeout 5000');
warns('# @timeout 5000 ms\nGET https://a.test/\n');
warns('# @no-log\n# @note\nGET https://a.test/\n', 'directive-without-effect: # @note');

for (const version of ['1.0', '1.1', '2', '3', '2 (Prior Knowledge)']) {
  test(`HTTP/${version} is handed on as written`, () => {
    assert.equal(ready(`GET https://a.test/ HTTP/${version}\n`).httpVersion, version);
  });
}
