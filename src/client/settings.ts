/** What a client goes by, in milliseconds, counts and bytes; 0 is no limit. The names are those of the settings. */
import type { PoolLimits } from '../pool/entry.ts';
import { noPhaseTimeouts, type PhaseTimeouts } from '../request/phases.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { ClientCertificate, TlsVersion, Upkeep } from '../transport/connection.ts';
import { noProxy, type ProxySettings } from './proxySettings.ts';

export type RetryStale = 'idempotent' | 'all' | 'never';

export type ClientSettings = PoolLimits & {
  /** Which requests are sent again after the connection they reused died before any byte of the answer. */
  readonly retryStale: RetryStale;
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly timeoutMs: number;
  /** Of HTTP/2 connections; for those opened from now on. */
  readonly upkeep: Upkeep;
  /** `wait` wins over `firstByteTimeoutMs`. */
  readonly phaseTimeoutsMs: PhaseTimeouts;
  /** A longer body goes to a file in `bodyFolder` while it comes; without a folder it fails. */
  readonly maxBodyBytes: number;
  readonly bodyFolder: string | null;
  /** `# @no-redirect` says no for one request. */
  readonly followRedirects: boolean;
  /** One more fails; here 0 lets none pass. */
  readonly maxRedirects: number;
  /** Certificates, in PEM, to trust beside the usual ones. */
  readonly extraCa: readonly string[];
  /** Whether to trust what the operating system trusts, too. */
  readonly systemCa: boolean;
  /** `host:port`, or `host` for every port of it, whose certificates are not checked. */
  readonly insecureHosts: readonly string[];
  /** Null leaves these four to Node. */
  readonly minTlsVersion: TlsVersion | null;
  readonly maxTlsVersion: TlsVersion | null;
  /** In OpenSSL's words. */
  readonly ciphers: string | null;
  readonly curves: string | null;
  /** By `host:port`, or by `host` for every port of it. */
  readonly clientCertificates: Readonly<Record<string, ClientCertificate>>;
  /** SHA-256 of the keys of which a server must have one, in Base64, by `host:port`, or by `host` for every port of it. */
  readonly pinnedKeys: Readonly<Record<string, readonly string[]>>;
  readonly proxy: ProxySettings;
  /** Of each request that does not have them itself. */
  readonly defaultHeaders: readonly HeaderField[];
};

export const defaultSettings: ClientSettings = {
  maxIdleConnections: 100,
  maxIdleMs: 118_000,
  maxLifetimeMs: 86_400_000,
  maxConnectionsPerHost: 0,
  maxConnections: 0,
  maxConcurrentStreams: 100,
  retryStale: 'idempotent',
  connectTimeoutMs: 30_000,
  firstByteTimeoutMs: 300_000,
  timeoutMs: 0,
  // The interval of libcurl's CURLOPT_UPKEEP_INTERVAL_MS.
  upkeep: { everyMs: 60_000, answerWithinMs: 10_000 },
  phaseTimeoutsMs: noPhaseTimeouts,
  maxBodyBytes: 64 * 1024 * 1024,
  bodyFolder: null,
  followRedirects: true,
  maxRedirects: 20,
  extraCa: [],
  systemCa: false,
  insecureHosts: [],
  minTlsVersion: null,
  maxTlsVersion: null,
  ciphers: null,
  curves: null,
  clientCertificates: {},
  pinnedKeys: {},
  proxy: noProxy,
  defaultHeaders: [
    ['User-Agent', 'keepalive/0.1'],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ],
};
