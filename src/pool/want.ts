/**
 * What a request wants of a connection, and how a connection falls short of it:
 * libcurl's match (`url_match_conn`, lib/url.c) as a pure function.
 * Method, path, headers, cookies, timeouts and Basic credentials play no part in it.
 */
import type { Difference } from './reasons.ts';

export type Want = {
  readonly scheme: 'http' | 'https';
  /** Lower case, by name: two names of one address are two hosts. An IPv6 address keeps its zone. */
  readonly host: string;
  readonly port: number;
  /** Connect there instead, with the request's own name in TLS and in the request (CURLOPT_CONNECT_TO). */
  readonly connectTo: HostPort | null;
  /** A path: connect to that socket instead (CURLOPT_UNIX_SOCKET_PATH). */
  readonly unixSocket: string | null;
  /** Null for a direct connection. */
  readonly proxy: ProxyWant | null;
  /** Null for http. */
  readonly tls: TlsWant | null;
  readonly httpVersion: HttpVersionWant;
  /** 4 or 6 when the request insists; null takes any. */
  readonly ipVersion: 4 | 6 | null;
  /** The address to send from; null takes a connection from any. */
  readonly localAddress: string | null;
  /** For authentication that belongs to the connection (NTLM, Negotiate); Basic and Bearer are no part of it. */
  readonly credentials: string | null;
};

export type HostPort = { readonly host: string; readonly port: number };

export type ProxyWant = HostPort & {
  readonly kind: 'http' | 'https' | 'socks5';
  /** What the proxy is told about who we are; null for nothing. */
  readonly credentials: string | null;
};

/**
 * TLS settings; texts that stand for contents (certificates, keys) are compared whole. Null is the default.
 * The name in the handshake (SNI) is the host's, which is compared before.
 */
export type TlsWant = {
  readonly minVersion: string | null;
  readonly maxVersion: string | null;
  readonly verify: boolean;
  /** Certificates to trust beside the usual ones. */
  readonly ca: string;
  /** Certificate and key; null without one. */
  readonly clientCertificate: string | null;
  readonly ciphers: string | null;
  readonly curves: string | null;
  /** Keys of which the server must have one; null takes any. */
  readonly pinnedKeys: string | null;
};

/** What the request line allows; `any` is 2 where the server picks it in TLS, else 1.1. */
export type HttpVersionWant = 'any' | '1.1' | '2-prior-knowledge';

/** What a connection turned out to be, as far as matching goes. */
export type Have = {
  readonly want: Want;
  /** Null until it stands. */
  readonly protocol: 'http/1.1' | 'h2' | null;
};

/** `same`, the first rule that fails, or `elsewhere` when it leads to another host or port. */
export type Match = 'same' | 'elsewhere' | Difference;

/** Compares in libcurl's order; the first failing rule is the answer. */
export function match({ want: connection, protocol }: Have, want: Want): Match {
  if (!isSameDestination(connection, want)) return 'elsewhere';
  if (want.ipVersion !== null && connection.ipVersion !== want.ipVersion) {
    return 'different-ip-version';
  }
  // An unbound request may use a bound connection.
  if (want.localAddress !== null && connection.localAddress !== want.localAddress) {
    return 'different-local-address';
  }
  if (connection.unixSocket !== want.unixSocket) return 'different-unix-socket';
  if (!isSameHostPort(connection.connectTo, want.connectTo)) return 'different-connect-to';
  if (connection.scheme !== want.scheme) return 'different-scheme';
  if (!isSameProxy(connection.proxy, want.proxy)) return 'different-proxy';
  const tls = tlsDifference(connection.tls, want.tls);
  if (tls !== null) return tls;
  if (connection.credentials !== want.credentials) return 'different-credentials';
  return isVersionAllowed(connection, protocol, want) ? 'same' : 'different-http-version';
}

/** `https://api.test:443`, `http://[::1]:8080`. */
export function originOf({ scheme, host, port }: Pick<Want, 'scheme' | 'host' | 'port'>): string {
  return `${scheme}://${hostPortText(host, port)}`;
}

/** `http://proxy.test:3128`, without what it is told about who we are; null for a direct connection. */
export function proxyNameOf({ proxy }: Pick<Want, 'proxy'>): string | null {
  return proxy === null ? null : `${proxy.kind}://${hostPortText(proxy.host, proxy.port)}`;
}

/**
 * The key of libcurl's bundles: where the socket really goes, in lower case.
 * What can serve a request is always in the bundle of its destination.
 */
export function destinationOf(want: Want): string {
  if (want.unixSocket !== null) return want.unixSocket;
  const { host, port } = want.proxy ?? want.connectTo ?? want;
  return hostPortText(host, port).toLowerCase();
}

/**
 * A plain request through an HTTP proxy: the proxy is the origin, whatever host is asked for.
 * One that is to connect elsewhere, or that knows its server to speak HTTP/2, goes through a tunnel.
 */
export function isForwarded({ scheme, proxy, connectTo, httpVersion }: Want): boolean {
  if (scheme !== 'http' || proxy === null || proxy.kind === 'socks5') return false;
  return connectTo === null && httpVersion !== '2-prior-knowledge';
}

function isSameDestination(connection: Want, want: Want): boolean {
  if (isForwarded(connection) && isForwarded(want) && isSameProxy(connection.proxy, want.proxy)) {
    return true;
  }
  return connection.port === want.port && connection.host === want.host;
}

function isSameHostPort(one: HostPort | null, other: HostPort | null): boolean {
  if (one === null || other === null) return one === other;
  return one.host === other.host && one.port === other.port;
}

function isSameProxy(one: ProxyWant | null, other: ProxyWant | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    isSameHostPort(one, other) && one.kind === other.kind && one.credentials === other.credentials
  );
}

/** In the order of `match_ssl_primary_config` (lib/vtls/vtls.c). */
function tlsDifference(connection: TlsWant | null, want: TlsWant | null): Difference | null {
  // Most often it is the same object.
  if (connection === want || connection === null || want === null) return null;
  for (const property of tlsProperties) {
    if (connection[property] === want[property]) continue;
    return property === 'clientCertificate'
      ? 'different-client-certificate'
      : 'different-tls-config';
  }
  return null;
}

const tlsProperties = [
  'minVersion',
  'maxVersion',
  'verify',
  'ca',
  'clientCertificate',
  'ciphers',
  'curves',
  'pinnedKeys',
] as const satisfies readonly (keyof TlsWant)[];

/** By what was negotiated; while that is open, by what was asked for. */
function isVersionAllowed(connection: Want, protocol: Have['protocol'], want: Want): boolean {
  if (protocol === null) return connection.httpVersion === want.httpVersion;
  switch (want.httpVersion) {
    case 'any':
      return true;
    case '1.1':
      return protocol === 'http/1.1';
    default:
      return protocol === 'h2';
  }
}

function hostPortText(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
