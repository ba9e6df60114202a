/** A request with nothing left to find out: what the client sends. Types only. */

export type HeaderField = readonly [name: string, value: string];

export type ResolvedRequest = {
  readonly method: string;
  /** Absolute, percent-encoded as it goes out. */
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
  readonly body: Uint8Array | null;
  /** `# @fresh-connection`: do not look for a connection to reuse. */
  readonly freshConnection: boolean;
  /** `# @no-keep-alive` or a `Connection: close` header: close after the answer. */
  readonly noKeepAlive: boolean;
  /** `# @insecure`: take any certificate. */
  readonly insecure: boolean;
  /** Milliseconds; null leaves it to the settings, 0 is no limit. */
  readonly timeoutMs: number | null;
  readonly connectTimeoutMs: number | null;
  /** Values in it that must not be seen wherever it is shown or logged. */
  readonly secrets: readonly string[];
  readonly source: RequestSource;
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
