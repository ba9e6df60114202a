/** What an answer does to its connection. */
import type { Scenario } from './scenario.ts';

const ok = '{http}/ok';

/** Twice the same URL, then a good one. */
const thrice = (path: string) => [`{http}${path}`, `{http}${path}`, ok];

export const answers: readonly Scenario[] = [
  {
    title: 'with a length',
    curlTest: '435, 12_06, 01_19',
    steps: [ok, ok, ok],
    connections: '1 1 1',
  },
  {
    title: 'a hundred requests',
    curlTest: '02_07',
    steps: Array(100).fill(ok),
    connections: Array(100).fill(1).join(' '),
  },
  { title: 'an empty body', steps: thrice('/empty'), connections: '1 1 1' },
  { title: 'chunked', steps: thrice('/chunked'), connections: '1 1 1' },
  {
    title: 'chunked, with trailers',
    steps: thrice('/chunked-with-trailers'),
    connections: '1 1 1',
  },
  { title: 'a large body', steps: thrice('/ok?size=2000000'), connections: '1 1 1' },
  { title: 'error statuses', steps: thrice('/ok?status=500'), connections: '1 1 1' },
  { title: '401 without credentials', steps: thrice('/ok?status=401'), connections: '1 1 1' },
  {
    title: 'a redirect that is not followed',
    curlTest: '192',
    steps: thrice('/ok?status=302'),
    connections: '1 1 1',
  },
  {
    title: '`Connection: close` every second time',
    curlTest: '12_01',
    steps: Array(6).fill('{http}/close?on=2'),
    connections: '1 1 2 2 3 3',
  },
  {
    title: '`Connection: close` with chunks',
    steps: thrice('/close-chunked'),
    connections: '1 2 3',
  },
  {
    title: '`Connection: close`, and the server leaves it open',
    steps: thrice('/close-left-open'),
    connections: '1 2 3',
  },
  {
    title: '`Connection: Keep-Alive, CLOSE`',
    steps: thrice('/close-in-a-list'),
    connections: '1 2 3',
  },
  {
    title: '`Proxy-Connection: close` without a proxy',
    steps: thrice('/proxy-connection-close'),
    connections: '1 1 1',
    differs: { ours: '1 2 3', because: 'undici takes Proxy-Connection for Connection' },
  },
  { title: '`Keep-Alive: timeout=1`', steps: thrice('/keep-alive-timeout'), connections: '1 1 1' },
  { title: '`Keep-Alive: max=1`', steps: thrice('/keep-alive-max'), connections: '1 1 1' },
  { title: 'HTTP/1.0', steps: thrice('/http-1.0'), connections: '1 2 3' },
  {
    title: 'HTTP/1.0 with keep-alive',
    steps: thrice('/http-1.0-keep-alive'),
    connections: '1 1 1',
  },
  {
    title: 'HTTP/1.0 with keep-alive, then without',
    curlTest: '1074',
    steps: ['{http}/http-1.0-keep-alive', '{http}/http-1.0', ok],
    connections: '1 1 2',
  },
  {
    title: 'HTTP/1.0 with keep-alive, no length',
    steps: thrice('/http-1.0-keep-alive-without-length'),
    connections: '1 2 3',
  },
  {
    title: 'HTTP/1.0 to the end of the connection',
    steps: thrice('/http-1.0-close-delimited'),
    connections: '1 2 3',
  },
  {
    title: 'HTTP/1.1 to the end of the connection',
    steps: thrice('/close-delimited'),
    connections: '1 2 3',
  },
  {
    title: 'to the end, which is a reset',
    steps: ['{http}/close-delimited-reset', ok],
    connections: '1! 2',
  },
  {
    title: 'an unknown transfer coding',
    steps: ['{http}/unknown-coding', ok],
    connections: '1! 2',
    differs: { ours: '1 2', because: 'curl refuses an unknown coding; undici reads to the end' },
  },
  {
    title: 'HEAD',
    steps: [{ method: 'HEAD', url: ok }, ok, { method: 'HEAD', url: ok }],
    connections: '1 1 1',
  },
  {
    title: 'HEAD of a chunked answer',
    steps: [{ method: 'HEAD', url: '{http}/head-chunked' }, ok],
    connections: '1 1',
  },
  {
    title: 'HEAD without a length',
    steps: [{ method: 'HEAD', url: '{http}/head-without-length' }, ok],
    connections: '1 1',
    differs: { ours: '1 2', because: 'undici closes then' },
  },
  { title: '204', steps: thrice('/204'), connections: '1 1 1' },
  { title: '304', steps: thrice('/304'), connections: '1 1 1' },
  {
    title: '204 with a length',
    steps: thrice('/204-with-length'),
    connections: '1 1 1',
    differs: { ours: '1 2 3', because: 'undici closes then' },
  },
  {
    title: '304 with a length',
    steps: thrice('/304-with-length'),
    connections: '1 1 1',
    differs: { ours: '1 2 3', because: 'undici closes then' },
  },
  {
    title: 'chunked 304',
    steps: thrice('/304-chunked'),
    connections: '1 1 1',
    differs: { ours: '1 2 3', because: 'undici closes then' },
  },
  { title: 'early hints', steps: thrice('/early-hints'), connections: '1 1 1' },
  {
    title: 'a 100 that nobody asked for',
    steps: thrice('/unsolicited-100'),
    connections: '1 1 1',
    differs: { ours: '1! 2! 3', because: 'undici takes it for no HTTP' },
  },
  {
    title: 'a length and chunks',
    steps: thrice('/length-and-chunked'),
    connections: '1 1 1',
    differs: { ours: '1! 2! 3', because: 'undici refuses it (RFC 9112, section 6.3)' },
  },
  { title: 'bytes past the end', steps: thrice('/excess'), connections: '1 2 3' },
  {
    title: 'a body cut short',
    curlTest: '12_03',
    steps: [ok, '{http}/partial-body', ok],
    connections: '1 1! 2',
  },
  {
    title: 'a body cut short by a reset',
    curlTest: '12_03',
    steps: [ok, '{http}/partial-body-reset', ok],
    connections: '1 1! 2',
  },
  { title: 'chunks cut short', steps: [ok, '{http}/partial-chunked', ok], connections: '1 1! 2' },
  {
    title: 'a head cut short',
    steps: [ok, '{http}/partial-head', ok],
    connections: '1 1 2',
    differs: { ours: '1 1! 2', because: 'to curl the head is whole at the end of the connection' },
  },
  { title: 'no HTTP', steps: [ok, '{http}/garbage', ok], connections: '1 1! 2' },
  { title: 'HTTP/0.9', steps: ['{http}/http-0.9', ok], connections: '1! 2' },
  { title: 'a length that is no number', steps: ['{http}/wrong-length', ok], connections: '1! 2' },
  {
    title: 'a chunk size that is no number',
    steps: ['{http}/chunk-garbage', ok],
    connections: '1! 2',
  },
];
