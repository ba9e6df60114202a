/**
 * Why a connection was opened, and why it was closed: the two closed lists of the product.
 * A new cause is a new member here, a sentence in `src/insight`, and a row in the README.
 */

export const closedCodes = [
  'server-sent-close',
  'http-1.0',
  'close-delimited-body',
  'receive-error',
  'protocol-error',
  'server-closed-idle',
  'server-reset-idle',
  'unexpected-data',
  'goaway',
  'ping-failed',
  'timeout',
  'max-idle',
  'max-lifetime',
  'evicted-pool-full',
  'evicted-host-limit',
  'evicted-total-limit',
  'no-keep-alive',
  'aborted',
  'early-response',
  'network-changed',
  'settings-changed',
  'closed-by-user',
  'pool-disposed',
] as const;

export type ClosedCode = (typeof closedCodes)[number];

const closed: ReadonlySet<string> = new Set(closedCodes);

/** Whether this reason, of an opening perhaps, is how a connection ended. */
export function isClosedCode(code: string): code is ClosedCode {
  return closed.has(code);
}

/** In libcurl's order of comparing (`url_match_conn`, lib/url.c). */
export const differences = [
  'different-ip-version',
  'different-local-address',
  'different-unix-socket',
  'different-connect-to',
  'different-scheme',
  'different-proxy',
  'different-tls-config',
  'different-client-certificate',
  'different-credentials',
  'different-http-version',
] as const;

export type Difference = (typeof differences)[number];

export type OpenedCode =
  | 'first-request'
  | 'fresh-connection'
  | 'all-busy'
  | 'streams-exhausted'
  | 'stale-retry'
  | Difference
  | ClosedCode;

/** A cause with the connection it is about and the numbers its sentence needs; null where there is none. */
export type Because<Code> = {
  readonly code: Code;
  readonly connection: number | null;
  /** How many requests that connection had served. */
  readonly served: number | null;
  /** How long it had been idle when it was closed. */
  readonly idleMs: number | null;
  /** How long it had lived when it was closed. */
  readonly ageMs: number | null;
  /** The limit that was reached: milliseconds or a count, by the code. */
  readonly limit: number | null;
  /** Of a `first-request`: what there is to the same host that could not serve, or could not have. */
  readonly beside?: Beside;
  /** Of an answer that has no body, to HEAD or by its status, but whose head leaves its end unsure: it was closed here. */
  readonly bodiless?: 'HEAD' | 204 | 304;
};

export type Beside =
  /** The last one closed to the same host and port. */
  | { readonly kind: 'closed'; readonly connection: number; readonly difference: Difference }
  | { readonly kind: 'other-port'; readonly connection: number; readonly port: number };

export type OpenedBecause = Because<OpenedCode>;
export type ClosedBecause = Because<ClosedCode>;

/** What only whoever closes a connection knows. */
export type ClosingFacts = Pick<ClosedBecause, 'bodiless'>;
