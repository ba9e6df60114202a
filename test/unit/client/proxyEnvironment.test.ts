import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { proxyFromEnvironment } from '../../../src/client/proxyEnvironment.ts';
import { noProxy, proxyFor, unsupportedProxy } from '../../../src/client/proxySettings.ts';
import { environment, proxyRows } from '../../support/proxyRows.ts';
import { requestTo } from '../../support/requestTo.ts';

suite(
  'the proxy of an environment, as curl takes it (test/interop holds curl to the same rows)',
  () => {
    const ports = { A: 1111, B: 2222 };
    for (const [env, url, expected] of proxyRows) {
      test(`${JSON.stringify(env)} ${url} → ${expected}`, () => {
        const settings = proxyFromEnvironment(environment(env, ports));
        const proxy = proxyFor(settings, requestTo(url));
        assert.equal(proxy?.port ?? 'direct', expected === 'direct' ? 'direct' : ports[expected]);
      });
    }
  },
);

suite('where a proxy is', () => {
  const rows: readonly [text: string, expected: string][] = [
    ['proxy.test:3128', 'http proxy.test 3128 null'],
    ['http://proxy.test', 'http proxy.test 80 null'],
    ['http://proxy.test:80', 'http proxy.test 80 null'],
    ['https://proxy.test', 'https proxy.test 443 null'],
    ['HTTPS://Proxy.Test:8443/', 'https proxy.test 8443 null'],
    ['socks://proxy.test', 'socks5 proxy.test 1080 null'],
    ['socks5h://proxy.test:9', 'socks5 proxy.test 9 null'],
    ['http://[::1]:3128', 'http ::1 3128 null'],
    ['http://ann:p%40ss@proxy.test', `http proxy.test 80 Basic ${base64('ann:p@ss')}`],
    ['socks5://ann:p%40ss@proxy.test', 'socks5 proxy.test 1080 ann:p@ss'],
    ['http://ann:100%@proxy.test', `http proxy.test 80 Basic ${base64('ann:100%')}`],
  ];
  for (const [text, expected] of rows) {
    test(`${text} → ${expected}`, () => {
      const proxy = proxyFor({ ...noProxy, http: text }, requestTo('http://api.test/'));
      assert.ok(proxy);
      const { kind, host, port, credentials } = proxy;
      assert.equal(`${kind} ${host} ${String(port)} ${String(credentials)}`, expected);
    });
  }

  test('in an environment without a port is at 1080, as curl has it', () => {
    for (const [url, port] of [
      ['http://proxy.test', 1080],
      ['proxy.test', 1080],
      ['http://ann:pw@proxy.test/', 1080],
      ['https://proxy.test', 443],
      ['http://proxy.test:80', 80],
    ] as const) {
      const settings = proxyFromEnvironment({ http_proxy: url });
      assert.equal(proxyFor(settings, requestTo('http://api.test/'))?.port, port, url);
    }
  });

  for (const text of ['socks4://proxy.test', 'ftp://proxy.test', 'http://', '://', '%']) {
    test(`${text} is not understood, which is told, and never taken for none`, () => {
      const settings = { ...noProxy, http: text };
      const to = requestTo('http://api.test/');
      assert.ok(unsupportedProxy(settings, to) ?? proxyFor(settings, to));
      assert.equal(unsupportedProxy({ ...settings, except: ['api.test'] }, to), null);
    });
  }
});

suite('hosts that are reached directly, as VS Code writes them', () => {
  const rows: readonly [rule: string, url: string, expected: boolean][] = [
    ['*', 'http://api.test/', true],
    ['*.test', 'http://api.test/', true],
    ['api.test:8080', 'http://api.test:8080/', true],
    ['api.test:8080', 'http://api.test/', false],
    ['[::1]', 'http://[::1]/', true],
    ['[::1]:80', 'http://[::1]/', true],
    ['[::1]:81', 'http://[::1]/', false],
    ['::1', 'http://[::1]/', true],
    ['10.0.0.0/8', 'http://10.200.3.4/', true],
    ['2001:db8::/32', 'http://[2001:db8:1::2]/', true],
    ['2001:db8::/32', 'http://[2001:db9::2]/', false],
    ['10.0.0.0/99', 'http://10.200.3.4/', false],
    ['', 'http://api.test/', false],
    ['.', 'http://api.test/', false],
    ['*.', 'http://api.test/', false],
  ];
  for (const [rule, url, expected] of rows) {
    test(`${JSON.stringify(rule)} ${expected ? 'is' : 'is not'} ${url}`, () => {
      const settings = { ...noProxy, http: 'http://proxy.test', except: [rule] };
      assert.equal(proxyFor(settings, requestTo(url)) === null, expected);
    });
  }
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
