import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsIn, ready, resolveText } from './resolving.ts';

function check(requestLine: string, url: string): void {
  test(`${JSON.stringify(requestLine)} goes to ${url}`, () => {
    const request = ready(`${requestLine}\n`);
    assert.equal(request.url, url);
    assert.ok(url.replace(/#.*/, '').endsWith(request.path));
  });
}

check('GET https://a.test', 'https://a.test/');
check('GET HTTP://A.Test:80/x', 'http://a.test/x');
check('GET a.test/to?u=http://b.test', 'http://a.test/to?u=http://b.test');
check('GET a.test/x', 'http://a.test/x');
check('GET a.test:443/x', 'https://a.test/x');
check('GET a.test:8443/x', 'https://a.test:8443/x');
check('GET localhost:3000', 'http://localhost:3000/');
check('GET 127.0.0.1:8080/x', 'http://127.0.0.1:8080/x');
check('GET [::1]:8080/x', 'http://[::1]:8080/x');
check('https://a.test/x', 'https://a.test/x');
check('GET /x\nHost: a.test', 'http://a.test/x');
check('GET /x?y=1\nHost: a.test:8443', 'https://a.test:8443/x?y=1');
check('GET //x\nHost: a.test:443', 'https://a.test//x');
check('GET https://a.test/a b?c="d"&e=<f>', 'https://a.test/a%20b?c=%22d%22&e=%3Cf%3E');
check('GET https://a.test/%20%zz%', 'https://a.test/%20%25zz%25');
check('GET https://a.test/straße?q=日本', 'https://a.test/stra%C3%9Fe?q=%E6%97%A5%E6%9C%AC');
check('GET https://münchen.test/', 'https://xn--mnchen-3ya.test/');
check('GET https://a.test/x#part', 'https://a.test/x#part');
check('GET https://a.test/x#', 'https://a.test/x');
test('a fragment stays here', () => {
  assert.equal(ready('GET https://a.test/x?y#part\n').path, '/x?y');
});
check('GET https://a.test?x=1', 'https://a.test/?x=1');
check('GET https://a.test/x\n  /y\n  ?z=1\n  &w=2', 'https://a.test/x/y?z=1&w=2');
check('@h = https://a.test/v1\nGET {{h}}/x', 'https://a.test/v1/x');
check('@q = a b\nGET https://a.test/?q={{q}}', 'https://a.test/?q=a%20b');
check('GET https://user:pass@a.test/', 'https://a.test/');

test('scheme, host, port and path are taken apart', () => {
  const { scheme, host, port, path } = ready('GET https://[2001:DB8::1]:444/a?b#c\n');
  assert.deepEqual([scheme, host, port, path], ['https', '2001:db8::1', 444, '/a?b']);
  assert.equal(ready('GET http://a.test\n').port, 80);
  assert.equal(ready('GET https://a.test\n').port, 443);
});

function goesToSocket(
  text: string,
  scheme: string,
  host: string,
  socket: string,
  path: string,
): void {
  test(`${JSON.stringify(text)} goes to the socket ${socket}`, () => {
    const request = ready(text);
    const { unixSocket } = request;
    assert.deepEqual(
      [request.scheme, request.host, unixSocket, request.path],
      [scheme, host, socket, path],
    );
    assert.equal(request.url, `${scheme}://${host}${path}`);
  });
}

goesToSocket('GET unix:/run/a.sock:/v1?x=1\n', 'http', 'localhost', '/run/a.sock', '/v1?x=1');
goesToSocket('GET http://unix:/run/a b.sock:/v1\n', 'http', 'localhost', '/run/a b.sock', '/v1');
goesToSocket(
  'GET https://unix:/run/a.sock:/\nHost: a.test\n',
  'https',
  'a.test',
  '/run/a.sock',
  '/',
);
goesToSocket('curl --unix-socket /a.sock https://a.test/x\n', 'https', 'a.test', '/a.sock', '/x');

test('the target * keeps its host', () => {
  const { url, host, path } = ready('OPTIONS *\nHost: a.test:81\n');
  assert.deepEqual([url, host, path], ['http://a.test:81/*', 'a.test', '*']);
});

function refuses(text: string, ...problems: readonly string[]): void {
  test(`${JSON.stringify(text)} gives ${problems.join()}`, () => {
    assert.deepEqual(problemsIn(text), problems);
  });
}

refuses('GET\n', 'missing-url: GET');
refuses('@u =\nGET {{u}}\n', 'missing-url: {{u}}');
refuses('GET /x\n', 'missing-host: /x');
refuses('GET *\n', 'missing-host: *');
refuses('GET /x\nHost: a b\n', 'invalid-url: /x');
refuses('GET /x\nHost: a.test/y\n', 'invalid-url: /x');
refuses('GET http://a.test:99999/\n', 'invalid-url: http://a.test:99999/');
refuses('GET http://a b/\n', 'invalid-url: http://a b/');
refuses('GET http:/a.test\n', 'invalid-url: http:/a.test');
refuses('GET http:///x\n', 'invalid-url: http:///x');
refuses('@h =\nGET https://{{h}}/x\n', 'invalid-url: https://{{h}}/x');
refuses('GET ht!tp://a.test/x\n', 'invalid-url: ht!tp://a.test/x');
refuses('GET ftp://a.test/\n', 'unsupported-scheme: ftp://a.test/');
refuses('GET wss://a.test/\n', 'unsupported-scheme: wss://a.test/');
refuses('GET unix:/run/a.sock\n', 'invalid-url: unix:/run/a.sock');
refuses('GET unix:/run/a.sock:/x\nHost: a/b\n', 'invalid-url: unix:/run/a.sock:/x');
refuses('GET {{h}}/x\n', 'unresolved-variable: {{h}}');
refuses('GET /x\nHost: {{h}}\n', 'unresolved-variable: {{h}}');
refuses('<html>\n', 'invalid-url: <html>');

test('a method in a variable is told of as one', () => {
  const resolution = resolveText('@m = PUT\n{{m}} http://a.test/x\n');
  assert.match(resolution.problems[0]?.message ?? '', /^`PUT` can't be the method here/);
});
