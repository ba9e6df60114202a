/** What leads to the same connection through a proxy, and what does not. */
import type { Scenario } from './scenario.ts';

const ok = '{http}/ok';
const byName = 'http://localhost:{http.port}/ok';
const proxy = 'http://127.0.0.1:{proxy.port}';
const proxy2 = 'http://127.0.0.1:{proxy2.port}';
const secureProxy = 'https://127.0.0.1:{secureProxy.port}';
const socks = 'socks5://127.0.0.1:{proxy.port}';

const settingsChange = 'other proxy settings end the connections that were made under the old ones';

const otherCredentials = { connections: '1 1', because: 'CVE-2026-3784, mended in deb12u15' };

export const proxies: readonly Scenario[] = [
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
  {
    title: 'an international name, and how it is written in ASCII, through one proxy',
    curlTest: '2047',
    steps: ['www.åäö.test', 'www.xn--4cab6c.test'].map((host) => ({
      url: `http://${host}:{http.port}/ok`,
      proxy,
    })),
    connections: '1 1',
  },
  {
    title: 'an HTTPS proxy, with other ciphers',
    curlTest: '10_11, 10_12',
    steps: ['TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'].map((ciphers) => ({
      url: ok,
      proxy: secureProxy,
      ciphers,
    })),
    connections: '1 2',
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
    orElse: otherCredentials,
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
    orElse: otherCredentials,
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
    orElse: otherCredentials,
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
