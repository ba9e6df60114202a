/** What a request does to its connection, or has no say in. */
import type { Scenario } from './scenario.ts';

const ok = '{http}/ok';

export const requests: readonly Scenario[] = [
  {
    title: 'Digest: a challenge and its answer',
    curlTest: '1418, 1419, with Digest alone',
    steps: [1, 2].map(() => ({ url: '{digest}/a', auth: 'digest' as const })),
    connections: '1 1',
  },
  {
    title: 'any authentication that the server names',
    curlTest: '338',
    steps: [1, 2].map(() => ({ url: '{digest}/a', auth: 'any' as const })),
    connections: '1 1',
  },
  {
    title: '`Connection: close` in the request',
    steps: [{ url: ok, headers: ['Connection: close'] }, ok],
    connections: '1 1',
    differs: {
      ours: '1 2',
      because:
        'we close what we asked the server to close (RFC 9112, section 9.6), whether it does or not',
    },
  },
  {
    title: 'POST and PUT',
    curlTest: '07_16, 07_17',
    steps: [
      { method: 'POST', url: '{http}/echo', body: 'a=1' },
      { method: 'PUT', url: '{http}/echo', body: 70_000 },
      { method: 'POST', url: '{http}/echo', body: 70_000 },
    ],
    connections: '1 1 1',
  },
  { title: 'POST without a body', steps: [{ method: 'POST', url: ok }, ok], connections: '1 1' },
  {
    title: 'DELETE, PATCH, OPTIONS',
    steps: ['DELETE', 'PATCH', 'OPTIONS', 'GET'].map((method) => ({ method, url: ok })),
    connections: '1 1 1 1',
  },
  {
    title: 'GET with a body',
    steps: [{ method: 'GET', url: '{http}/echo', body: 'a=1' }, ok],
    connections: '1 1',
  },
  {
    title: 'an answer before the body was sent',
    steps: [{ method: 'POST', url: '{http}/early-413', body: 30_000_000 }, ok],
    connections: '1 2',
  },
  {
    title: 'other Basic credentials',
    curlTest: '1134, 12_04',
    steps: [
      { url: ok, headers: ['Authorization: Basic YTpi'] },
      { url: ok, headers: ['Authorization: Basic Yzpk'] },
      ok,
    ],
    connections: '1 1 1',
  },
  {
    title: 'credentials in the URL',
    curlTest: '675',
    steps: ['http://ada:x@127.0.0.1:{http.port}/ok', 'http://bob:y@127.0.0.1:{http.port}/ok', ok],
    connections: '1 1 1',
  },
  {
    title: 'other cookies and user agents',
    steps: [
      { url: ok, headers: ['Cookie: a=1', 'User-Agent: one'] },
      { url: ok, headers: ['Cookie: b=2', 'User-Agent: two'] },
    ],
    connections: '1 1',
  },
  {
    title: 'another Host header',
    steps: [
      { url: ok, headers: ['Host: one.test'] },
      { url: ok, headers: ['Host: two.test'] },
    ],
    connections: '1 1',
  },
  { title: 'at the same time', steps: [ok, ok, ok], parallel: true, connections: '1 2 3' },
];
