/** What a request asks of its connection where it asks for nothing special. */
import type { TlsWant, Want } from '../../../src/pool/want.ts';

export const tls: TlsWant = {
  minVersion: null,
  maxVersion: null,
  verify: true,
  ca: 'default',
  clientCertificate: null,
  ciphers: null,
  curves: null,
  pinnedKeys: null,
};
export const api: Want = {
  scheme: 'https',
  host: 'api.test',
  port: 443,
  connectTo: null,
  unixSocket: null,
  proxy: null,
  tls,
  httpVersion: 'any',
  ipVersion: null,
  localAddress: null,
  credentials: null,
};
export const other: Want = { ...api, host: 'other.test' };
