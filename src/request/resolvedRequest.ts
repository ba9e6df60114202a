/** A request with nothing left to find out: what the client sends. Types only. */

import type { PhaseTimeouts } from './phases.ts';

export type HeaderField = readonly [name: string, value: string];

export type ResolvedRequest = {
  readonly method: string;
  /** Absolute, percent-encoded as it goes out; its fragment stays here. */
  readonly url: string;
  readonly scheme: 'http' | 'https';
  /** Lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query, as on the request line. */
  readonly path: string;
  /** `1.1` and so on when the file asks for one; null leaves it to the client. */
  readonly httpVersion: string | null;
  readonly headers: readonly HeaderField[];
  readonly body: RequestBody | null;
  /** `# @fresh-connection`: do not look for a connection to reuse. */
  readonly freshConnection: boolean;
  /** `# @no-keep-alive` or a `Connection: close` header: close after the answer. */
  readonly noKeepAlive: boolean;
  /** `# @no-redirect`: a redirect is the answer. */
  readonly noRedirect: boolean;
  /** `# @no-cookie-jar`: neither send nor keep cookies that servers set. */
  readonly noCookieJar: boolean;
  /** `# @insecure`: take any certificate. */
  readonly insecure: boolean;
  /** Milliseconds; null leaves it to the settings, 0 is no limit. */
  readonly timeoutMs: number | null;
  readonly connectTimeoutMs: number | null;
  /** `# @timeout tls 500 ms`: those that are not named are left to the settings. */
  readonly phaseTimeoutsMs: PhaseTimeouts;
  /** `# @max-idle` and `# @max-lifetime`: limits for the connection it may reuse, in milliseconds; null leaves it to the pool. */
  readonly maxIdleMs: number | null;
  readonly maxLifetimeMs: number | null;
  /** `# @connect-to HOST:PORT`: where to connect instead. */
  readonly connectTo: { readonly host: string; readonly port: number } | null;
  /** `# @ip-version 4`: connect over that one only; null takes any. */
  readonly ipVersion: 4 | 6 | null;
  /** `# @local-address ADDRESS`: the address of this machine to connect from; null takes any. */
  readonly localAddress: string | null;
  /** `unix:/path:/url`: the socket to connect to instead. */
  readonly unixSocket: string | null;
  /** `# @pool NAME`; null for the pool of the file's place. */
  readonly pool: string | null;
  readonly retry: RetryRule | null;
  /** Where the response is to be saved. */
  readonly responseFiles: readonly ResponseTarget[];
  /** Credentials of which something is made when it is sent; null without. */
  readonly signing: Signing | null;
  /** Values in it that must not be seen wherever it is shown or logged. */
  readonly secrets: readonly string[];
  readonly source: RequestSource;
};

/** `>> path`; `>>! path` overwrites what is there. */
export type ResponseTarget = { readonly path: string; readonly overwrites: boolean };

export type Signing = DigestSigning | AwsSigning;

/** `Authorization: Digest user password`: the answer to the server's challenge. */
export type DigestSigning = {
  readonly kind: 'digest';
  readonly user: string;
  readonly password: string;
};

/** `Authorization: AWS key secret`: a signature, version 4. */
export type AwsSigning = {
  readonly kind: 'aws';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** Null where the host says it. */
  readonly region: string | null;
  readonly service: string | null;
};

/** Bytes, or a long file that is read while it is sent. */
export type RequestBody = Uint8Array | StreamedBody;

/** May be read more than once, for a request may have to be sent again. Its pieces are lent: who gathers them copies them. */
export type StreamedBody = {
  readonly length: number;
  /** Of what is one file and nothing else. */
  readonly path?: string;
  readonly open: () => AsyncIterable<Uint8Array>;
};

/** `# @retry 3 backoff 500ms on 502,503,504`. */
export type RetryRule = {
  /** How many more times at most. */
  readonly times: number;
  /** Before the first one, in milliseconds; doubled each time. */
  readonly backoffMs: number;
  /** Statuses that are tried again; a failure of the connection always is. */
  readonly statuses: readonly number[];
};

/** Where in which file the request stands. */
export type RequestSource = {
  /** A path or a URI, as the surface that asked names it. */
  readonly file: string;
  readonly name: string | null;
  readonly title: string | null;
  /** The request line's, counted from 1. */
  readonly line: number;
};
