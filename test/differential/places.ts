/** Hosts, ports, names, proxies and detours: what leads to the same connection, and what does not. */
import type { Scenario } from './scenario.ts';

const ok = '{http}/ok';
const byName = 'http://localhost:{http.port}/ok';
const proxy = 'http://127.0.0.1:{proxy.port}';
const proxy2 = 'http://127.0.0.1:{proxy2.port}';
const secureProxy = 'https://127.0.0.1:{secureProxy.port}';
const socks = 'socks5://127.0.0.1:{proxy.port}';

const settingsChange = 'other proxy settings end the connections that were made under the old ones';

const otherCredentials = { connections: '1 1', because: 'CVE-2026-3784, mended in deb12u15' };

export const places: readonly Scenario[] = [
  {
    title: 'two names of one address',
    curlTest: '12_05',
    steps: [ok, byName, ok, byName],
    connections: '1 2 1 2',
  },
  {
    title: 'the case of the host',
    steps: [byName, 'http://LocalHost:{http.port}/ok', 'http://LOCALHOST:{http.port}/ok'],
    connections: '1 1 1',
  },
  {
    title: 'a dot after the host',
    steps: [
      { url: 'http://api.test:{http.port}/ok', connectTo: '127.0.0.1:{http.port}' },
      { url: 'http://api.test.:{http.port}/ok', connectTo: '127.0.0.1:{http.port}' },
    ],
    connections: '1 2',
  },
  {
    title: 'an international name',
    curlTest: '2046',
    steps: ['http://bücher.test:{http.port}/ok', 'http://xn--bcher-kva.test:{http.port}/ok'].map(
      (url) => ({ url, connectTo: '127.0.0.1:{http.port}' }),
    ),
    connections: '1 1',
  },
  { title: 'two ports', steps: [ok, '{http2nd}/ok', ok, '{http2nd}/ok'], connections: '1 2 1 2' },
  {
    title: 'IPv6',
    steps: ['{ipv6}/ok', '{ipv6}/ok', 'http://[0:0::1]:{ipv6.port}/ok'],
    connections: '1 1 1',
  },
  { title: 'nobody listens', steps: [ok, 'http://127.0.0.1:1/', ok], connections: '1 - 1' },
  {
    title: 'more hosts than the cache holds',
    curlTest: '1510, 1506',
    steps: ['{a}', '{b}', '{c}', '{d}', '{e}', '{f}', '{b}', '{a}', '{f}', '{c}'].flatMap(
      (host) => [
        `${host}/ok`,
        // curl tells ages in whole milliseconds.
        'wait',
      ],
    ),
    connections: '1 2 3 4 5 6 2 7 6 8',
  },
  {
    title: 'connect-to twice',
    curlTest: '2051',
    steps: [1, 2, 3].map(() => ({
      url: 'http://api.test:{http.port}/ok',
      connectTo: '127.0.0.1:{http.port}',
    })),
    connections: '1 1 1',
  },
  {
    title: 'with connect-to, and without',
    curlTest: '2052',
    steps: [ok, { url: ok, connectTo: 'localhost:{http.port}' }, ok],
    connections: '1 2 1',
  },
  {
    title: 'connect-to two places',
    steps: ['{http.port}', '{http2nd.port}', '{http.port}'].map((port) => ({
      url: 'http://api.test/ok',
      connectTo: `127.0.0.1:${port}`,
    })),
    connections: '1 2 1',
  },
  {
    title: 'two hosts connected to one place',
    steps: ['one.test', 'two.test', 'one.test'].map((host) => ({
      url: `http://${host}/ok`,
      connectTo: '127.0.0.1:{http.port}',
    })),
    connections: '1 2 1',
  },
  {
    title: 'a Unix socket',
    curlTest: '11_01',
    steps: [1, 2].map(() => ({ url: 'http://api.test/ok', unixSocket: '{unix}' })),
    connections: '1 1',
  },
  {
    title: 'a Unix socket, and none',
    steps: [{ url: ok, unixSocket: '{unix}' }, ok],
    connections: '1 2',
  },
  {
    title: 'two Unix sockets',
    steps: [
      { url: 'http://api.test/ok', unixSocket: '{unix}' },
      { url: 'http://api.test/ok', unixSocket: '{unix2}' },
    ],
    connections: '1 2',
  },

  {
    title: 'a proxy',
    curlTest: '183, 10_10',
    steps: [
      { url: ok, proxy },
      { url: ok, proxy },
    ],
    connections: '1 1',
  },
  {
    title: 'two hosts through one proxy',
    curlTest: '1421',
    steps: [
      { url: 'http://one.test:{http.port}/ok', proxy },
      { url: 'http://two.test:{http.port}/ok', proxy },
    ],
    connections: '1 1',
  },
  {
    title: 'two ports through one proxy',
    curlTest: '1150',
    steps: [
      { url: ok, proxy },
      { url: '{http2nd}/ok', proxy },
    ],
    connections: '1 1',
  },
  { title: 'with a proxy, then without', steps: [{ url: ok, proxy }, ok], connections: '1 2' },
  {
    title: 'two proxies',
    curlTest: '1244',
    steps: [
      { url: ok, proxy },
      { url: ok, proxy: proxy2 },
    ],
    connections: '1 2',
  },
  {
    title: 'two proxies in turn',
    steps: [
      { url: ok, proxy },
      { url: ok, proxy: proxy2 },
      { url: ok, proxy },
    ],
    connections: '1 2 1',
    differs: { ours: '1 2 3', because: settingsChange },
  },
  {
    title: 'other credentials for the proxy',
    curlTest: '1849, without TLS',
    steps: [
      { url: ok, proxy: 'http://ada:a@127.0.0.1:{proxy.port}' },
      { url: ok, proxy: 'http://bob:b@127.0.0.1:{proxy.port}' },
    ],
    connections: '1 2',
    unpatched: otherCredentials,
  },
  {
    title: '`Connection: close` through a proxy',
    steps: [
      { url: '{http}/close', proxy },
      { url: ok, proxy },
    ],
    connections: '1 2',
  },
  {
    title: '`Proxy-Connection: close` through a proxy',
    steps: [
      { url: '{http}/proxy-connection-close', proxy },
      { url: ok, proxy },
    ],
    connections: '1 2',
  },
  {
    title: 'a proxy that wants credentials',
    steps: [
      { url: ok, proxy: 'http://ada:secret@127.0.0.1:{strictProxy.port}' },
      { url: ok, proxy: 'http://ada:secret@127.0.0.1:{strictProxy.port}' },
    ],
    connections: '1 1',
  },
  {
    title: 'a proxy that refuses',
    steps: [
      { url: ok, proxy: 'http://127.0.0.1:{strictProxy.port}' },
      { url: ok, proxy: 'http://127.0.0.1:{strictProxy.port}' },
    ],
    connections: '1 1',
  },

  {
    title: 'a tunnel',
    curlTest: '275',
    steps: [
      { url: '{https}/ok', proxy },
      { url: '{https}/ok', proxy },
    ],
    connections: '1 1',
  },
  {
    title: 'two hosts through tunnels',
    steps: [
      { url: 'https://localhost:{https.port}/ok', proxy },
      { url: '{https}/ok', proxy },
      { url: 'https://localhost:{https.port}/ok', proxy },
    ],
    connections: '1 2 1',
  },
  {
    title: 'http and https through one proxy',
    curlTest: '10_09',
    steps: [
      { url: '{https}/ok', proxy },
      { url: ok, proxy },
      { url: '{https}/ok', proxy },
      { url: ok, proxy },
    ],
    connections: '1 2 1 2',
  },
  {
    title: 'other credentials for the tunnel',
    steps: [
      { url: '{https}/ok', proxy: 'http://ada:a@127.0.0.1:{proxy.port}' },
      { url: '{https}/ok', proxy: 'http://bob:b@127.0.0.1:{proxy.port}' },
    ],
    connections: '1 2',
    unpatched: otherCredentials,
  },
  {
    title: 'HTTP/2 through a tunnel',
    steps: [
      { url: '{h2}/ok', proxy },
      { url: '{h2}/ok', proxy },
    ],
    connections: '1 1',
  },
  {
    title: 'the server closes behind the tunnel',
    steps: [{ url: '{https}/idle-fin', proxy }, 'wait', { url: '{https}/ok', proxy }],
    connections: '1 2',
  },
  {
    title: 'a tunnel through a proxy that refuses',
    steps: [
      { url: '{https}/ok', proxy: 'http://127.0.0.1:{strictProxy.port}' },
      { url: '{https}/ok', proxy: 'http://127.0.0.1:{strictProxy.port}' },
    ],
    connections: '1! 2!',
    differs: { ours: '- -', because: 'to us a connection leads to the origin' },
  },
  {
    title: 'an HTTPS proxy',
    steps: [
      { url: ok, proxy: secureProxy },
      { url: ok, proxy: secureProxy },
      { url: '{https}/ok', proxy: secureProxy },
      { url: '{https}/ok', proxy: secureProxy },
    ],
    connections: '1 1 2 2',
  },
  {
    title: 'other credentials for an HTTPS proxy',
    curlTest: '1849',
    steps: [
      { url: ok, proxy: 'https://ada:a@127.0.0.1:{secureProxy.port}' },
      { url: ok, proxy: 'https://bob:b@127.0.0.1:{secureProxy.port}' },
    ],
    connections: '1 2',
    unpatched: otherCredentials,
  },
  {
    title: 'SOCKS5',
    steps: [
      { url: ok, proxy: socks },
      { url: ok, proxy: socks },
      { url: '{https}/ok', proxy: socks },
    ],
    connections: '1 1 2',
  },
  {
    title: 'two hosts through SOCKS5',
    steps: [
      { url: ok, proxy: socks },
      { url: byName, proxy: socks },
    ],
    connections: '1 2',
  },
  { title: 'SOCKS5, then none', steps: [{ url: ok, proxy: socks }, ok], connections: '1 2' },
];
