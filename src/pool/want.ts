/**
 * What a request wants of a connection, and how a connection falls short of it:
 * libcurl's match (`url_match_conn`, lib/url.c) as a pure function.
 * Method, path, headers, cookies and Basic credentials play no part in it.
 */
import type { Difference } from './reasons.ts';

export type Want = {
  readonly scheme: 'http' | 'https';
  /** Lower case, by name: two names of one address are two hosts. */
  readonly host: string;
  readonly port: number;
  /** Null for http. */
  readonly tls: TlsWant | null;
};

export type TlsWant = { readonly verify: boolean };

/** `same`, the first rule that fails, or `elsewhere` when it leads to another host or port. */
export type Match = 'same' | 'elsewhere' | Difference;

/** Compares in libcurl's order; the first failing rule is the answer. */
export function match(connection: Want, want: Want): Match {
  if (connection.port !== want.port || connection.host !== want.host) return 'elsewhere';
  if (connection.scheme !== want.scheme) return 'different-scheme';
  if (connection.tls?.verify !== want.tls?.verify) return 'different-tls-config';
  return 'same';
}

/** `https://api.test:443`, `http://[::1]:8080`. */
export function originOf(want: Want): string {
  const host = want.host.includes(':') ? `[${want.host}]` : want.host;
  return `${want.scheme}://${host}:${String(want.port)}`;
}
