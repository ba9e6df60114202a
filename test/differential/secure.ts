/** TLS and HTTP/2. */
import type { Scenario } from './scenario.ts';

const ok = '{https}/ok';
const h2 = '{h2}/ok';

const settingsChange = 'other TLS settings end the connections that were made under the old ones';

const noHandshake = 'what TLS has not opened is no connection yet';

const h2End = 'curl 7.88 tries nothing again after the end of an HTTP/2 connection';

export const secure: readonly Scenario[] = [
  { title: 'TLS', curlTest: '01_18', steps: [ok, ok, ok], connections: '1 1 1' },
  { title: 'http and https', steps: [ok, '{http}/ok', ok, '{http}/ok'], connections: '1 2 1 2' },
  { title: '`Connection: close` over TLS', steps: ['{https}/close', ok, ok], connections: '1 2 2' },
  {
    title: 'to the end of a TLS connection',
    steps: ['{https}/close-delimited', ok],
    connections: '1 2',
  },
  {
    title: 'a certificate that is not checked, then one that is',
    steps: [{ url: ok, insecure: true }, ok, { url: ok, insecure: true }, ok],
    connections: '1 2 1 2',
  },
  {
    title: 'other authorities',
    curlTest: '10_13, with authorities',
    steps: [ok, { url: ok, otherCa: true }],
    connections: '1 2',
  },
  {
    title: 'other ciphers',
    curlTest: '10_13',
    steps: ['TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'].map((ciphers) => ({
      url: ok,
      ciphers,
    })),
    connections: '1 2',
  },
  {
    title: 'the same ciphers',
    steps: [1, 2].map(() => ({ url: ok, ciphers: 'TLS_AES_128_GCM_SHA256' })),
    connections: '1 1',
  },
  {
    title: 'other authorities in turn',
    steps: [ok, { url: ok, otherCa: true }, ok],
    connections: '1 2 1',
    differs: { ours: '1 2 3', because: settingsChange },
  },
  {
    title: 'a client certificate, then none',
    steps: [{ url: ok, clientCertificate: 'ada' }, ok],
    connections: '1 2',
  },
  {
    title: 'no client certificate, then one',
    steps: [ok, { url: ok, clientCertificate: 'ada' }],
    connections: '1 2',
  },
  {
    title: 'two client certificates',
    steps: [
      { url: ok, clientCertificate: 'ada' },
      { url: ok, clientCertificate: 'bob' },
    ],
    connections: '1 2',
  },
  {
    title: 'the same client certificate',
    steps: [
      { url: ok, clientCertificate: 'ada' },
      { url: ok, clientCertificate: 'ada' },
    ],
    connections: '1 1',
  },
  {
    title: 'a pinned key',
    steps: [1, 2].map(() => ({ url: ok, pinned: 'own' as const })),
    connections: '1 1',
  },
  {
    title: 'a pinned key, then two of them',
    steps: [
      { url: ok, pinned: 'own' },
      { url: ok, pinned: 'own or other' },
    ],
    connections: '1 2',
  },
  {
    title: 'a pinned key, then none',
    steps: [{ url: ok, pinned: 'own' }, ok],
    connections: '1 2',
  },
  {
    title: 'the key of another, then the right one',
    steps: [
      { url: ok, pinned: 'other' },
      { url: ok, pinned: 'own' },
    ],
    connections: '1! 2',
    differs: { ours: '- 1', because: noHandshake },
  },
  {
    title: 'the key of another, with the certificate not checked',
    steps: [{ url: ok, pinned: 'other', insecure: true }],
    connections: '1!',
    differs: { ours: '-', because: noHandshake },
  },
  {
    title: 'two names in one certificate',
    curlTest: '12_05',
    steps: [ok, 'https://localhost:{https.port}/ok'],
    connections: '1 2',
  },

  { title: 'HTTP/2 by ALPN', curlTest: '02_07', steps: [h2, h2, h2], connections: '1 1 1' },
  { title: 'HTTP/2 asked for', steps: [{ url: h2, httpVersion: '2' }, h2], connections: '1 1' },
  {
    title: 'HTTP/1.1, then what the server picks',
    steps: [{ url: h2, httpVersion: '1.1' }, h2],
    connections: '1 1',
  },
  {
    title: 'what the server picks, then HTTP/1.1',
    steps: [h2, { url: h2, httpVersion: '1.1' }, h2],
    connections: '1 2 1',
  },
  {
    title: 'HTTP/2 asked for and HTTP/1.1 got',
    steps: [{ url: ok, httpVersion: '2' }, { url: ok, httpVersion: '1.1' }, ok],
    connections: '1 1 1',
  },
  {
    title: 'HTTP/2 with prior knowledge',
    steps: [1, 2].map(() => ({ url: '{h2c}/ok', httpVersion: '2' as const })),
    connections: '1 1!',
    differs: { ours: '1 1', because: 'curl 7.88 cannot reuse such a connection' },
  },
  {
    title: 'HTTP/2 without a length',
    steps: ['{h2}/without-length', '{h2}/204', h2],
    connections: '1 1 1',
  },
  {
    title: 'HTTP/2: POST and HEAD',
    steps: [{ method: 'POST', url: h2, body: 70_000 }, { method: 'HEAD', url: '{h2}/204' }, h2],
    connections: '1 1 1',
  },
  {
    title: 'HTTP/2: `Connection: close` in the request',
    steps: [{ url: h2, headers: ['Connection: close'] }, h2],
    connections: '1 1',
    differs: { ours: '1 2', because: 'we close what the file asks us to close' },
  },
  { title: 'HTTP/2: a reset stream', steps: [h2, '{h2}/reset-stream', h2], connections: '1 1! 1' },
  {
    title: 'HTTP/2: a cancelled stream',
    steps: [h2, '{h2}/cancel-stream', h2],
    connections: '1 1! 1',
  },
  {
    title: 'HTTP/2: a body cut short',
    steps: [h2, '{h2}/partial-body', h2],
    connections: '1 1! 1',
  },
  {
    title: 'HTTP/2: a stream refused once',
    steps: [h2, '{h2}/refuse-stream?on=2', h2],
    connections: '1 2 2',
    differs: {
      ours: '1 2 1',
      because: 'a refused stream says nothing of the next (RFC 9113, section 8.7)',
    },
  },
  {
    title: 'HTTP/2: GOAWAY in flight',
    curlTest: '03_01',
    steps: [h2, '{h2}/goaway?on=2', h2],
    connections: '1 1 2',
  },
  {
    title: 'HTTP/2: GOAWAY with an error',
    steps: [h2, '{h2}/goaway-error?on=2', h2],
    connections: '1 1! 2',
    differs: { ours: '1 2 2', because: h2End },
  },
  {
    title: 'HTTP/2: GOAWAY while idle',
    steps: ['{h2}/idle-goaway', 'wait', h2, h2],
    connections: '1 2 2',
  },
  {
    title: 'HTTP/2: the server closes while idle',
    steps: ['{h2}/idle-close', 'wait', h2],
    connections: '1 2',
  },
  {
    title: 'HTTP/2: an end while idle',
    steps: ['{h2}/idle-fin', 'wait', h2],
    connections: '1 1!',
    differs: { ours: '1 2', because: h2End },
    orElse: { connections: '1 2', because: 'it has seen the end before it looks for a connection' },
  },
  {
    title: 'HTTP/2: an end instead of the second answer',
    steps: [h2, '{h2}/fin?on=2', h2],
    connections: '1 1! 2',
    differs: { ours: '1 2 2', because: h2End },
  },
  {
    title: 'HTTP/2: an end instead of the first answer',
    steps: ['{h2}/fin', h2],
    connections: '1! 2',
  },
];
