/** Hosts, ports, names and detours: what leads to the same connection, and what does not. */
import type { Scenario } from './scenario.ts';

const ok = '{http}/ok';
const byName = 'http://localhost:{http.port}/ok';

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
];
