/** A sequence of requests that curl and we send alike, to the same servers. */

export type Scenario = {
  readonly title: string;
  /** The test of curl that it restates (tests/data/testN, or tests/http/test_NN). */
  readonly curlTest?: string;
  readonly steps: readonly Step[];
  /**
   * Which connection each request was answered on, numbered in the order of first use; a number seen
   * before is a reuse. `!` after it: the request failed. `-`: there was no connection.
   */
  readonly connections: string;
  /** Where we deliberately do something else: our line instead, and why. */
  readonly differs?: { readonly ours: string; readonly because: string };
  /** What curl may do as well: one without the security fixes of its last years, or one that looked a moment later. */
  readonly orElse?: { readonly connections: string; readonly because: string };
  /** All at the same time; the numbers are then sorted. */
  readonly parallel?: true;
};

/** `wait`: until the servers have done what they do to idle connections. Another text is a GET of that URL. */
export type Step = string | Ask;

export type Ask = {
  /** `{http}` and so on stand for the origin of a server of the stage, `{http.port}` for its port. */
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly string[];
  /** A number: so many bytes. */
  readonly body?: string | number;
  readonly httpVersion?: '1.1' | '2';
  /** Take any certificate. */
  readonly insecure?: true;
  /** Trust other authorities beside the one of the tests. */
  readonly otherCa?: true;
  readonly clientCertificate?: 'ada' | 'bob';
  /** The key that the server must have: its own, or another one beside its own, or only another one. */
  readonly pinned?: 'own' | 'own or other' | 'other';
  /** Of TLS 1.3, for the server and an HTTPS proxy alike. */
  readonly ciphers?: string;
  /** `user` and `secret`, told to whoever asks for them; `any` leaves it to the server how. */
  readonly auth?: 'digest' | 'any';
  readonly connectTo?: string;
  readonly unixSocket?: string;
  readonly proxy?: string;
};

/** Null for `wait`. */
export function askOf(step: Step): Ask | null {
  if (step === 'wait') return null;
  return typeof step === 'string' ? { url: step } : step;
}

/** How one request went: the client's port is the connection's name. */
export type Transfer = {
  readonly reused: boolean;
  readonly localPort: number;
  readonly failed: boolean;
};

/** The transfers in the notation of `Scenario.connections`. */
export function connectionsText(transfers: readonly Transfer[]): string {
  const ports: number[] = [];
  return transfers
    .map(({ reused, localPort, failed }) => {
      if (localPort === 0) return '-';
      const known = ports.includes(localPort);
      // What a client says of itself and what its ports say must be the same.
      if (known !== reused) return `${reused ? 'reused' : 'new'}?`;
      if (!known) ports.push(localPort);
      return `${ports.indexOf(localPort) + 1}${failed ? '!' : ''}`;
    })
    .join(' ');
}
