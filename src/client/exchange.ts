/**
 * One sending of one request, told whole.
 * An `Exchange` is immutable and complete; everything shown anywhere can be rebuilt from it.
 */
import type { ClosedBecause, OpenedBecause } from '../pool/reasons.ts';
import type { Phase } from '../request/phases.ts';
import type { HeaderField, RequestSource } from '../request/resolvedRequest.ts';
import type { WireFailureCode } from '../transport/connection.ts';

/** Milliseconds; null where the phase did not happen. Disjoint: they add up to the total. */
export type Phases = Readonly<Record<Phase, number | null>>;

export type HopCause = 'first' | 'redirect' | 'auth' | 'stale-retry' | 'retry';

/** The connection as one hop used it. */
export type ConnectionUse = {
  readonly id: number;
  readonly pool: string;
  readonly reused: boolean;
  /** Null when reused. */
  readonly openedBecause: OpenedBecause | null;
  /** Why it was closed after this hop; null when it was left open. */
  readonly closedBecause: ClosedBecause | null;
  /** Requests it had served before this one. */
  readonly requestsBefore: number;
  /** How long it had been idle before this hop; null when new. */
  readonly idleMs: number | null;
  /** Of a unix socket its path, and then both ports are 0. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  /** Addresses of the name that were tried before this one, as `[::1]:8080`. */
  readonly passedBy: readonly string[];
  /** `http/1.1`, `http/1.0` or `h2`. */
  readonly protocol: string;
  readonly tlsVersion: string | null;
  readonly tlsCipher: string | null;
  /** Whether the TLS session was resumed; null without TLS. Never called reuse. */
  readonly tlsResumed: boolean | null;
  /** False when certificates were not checked; null without TLS. */
  readonly tlsVerified: boolean | null;
  /** `http://proxy.test:3128`, which the remote address then is of; null for a direct one. */
  readonly proxy: string | null;
};

/** What can go wrong with one hop, and what only with several. */
export type FailureCode = WireFailureCode | 'too-many-redirects';

/** What went wrong on the wire. The sentence for people is made in `src/insight/failureText.ts`. */
export type SendFailure = {
  readonly code: FailureCode;
  readonly phase: Phase | null;
  readonly host: string;
  readonly port: number;
  /** The addresses that were tried, as `127.0.0.1:8080` or `[::1]:8080`. */
  readonly addresses: readonly string[];
  /** The limit that ran out: milliseconds or bytes, by the code. */
  readonly limit: number | null;
  /** Set where the limit was that of the phase alone. */
  readonly ofPhase?: true;
  /** Set where the peer's key is none of those pinned: which it is, as `sha256//BASE64`. */
  readonly unpinnedKey?: string;
  /** The socket that it goes to in place of host and port. */
  readonly unixSocket?: string;
  /** Set where the request, or the address it is to leave from, allows one IP version only. */
  readonly ipVersion?: 4 | 6;
  /** What the library or the peer said, for the trace; may be empty. */
  readonly detail: string;
};

export type ResponseHead = {
  readonly status: number;
  readonly statusText: string;
  /** `1.1` or `1.0`, as the server wrote it. */
  readonly httpVersion: string;
  /** In the server's order and spelling. */
  readonly headers: readonly HeaderField[];
  /** The fields after the body; absent where none came. */
  readonly trailers?: readonly HeaderField[];
};

/** An answer before the answer, such as 103 Early Hints. */
export type InterimHead = ResponseHead & {
  /** Milliseconds from the start of the hop. */
  readonly atMs: number;
};

/** What was sent after a head. */
export type SentBody = {
  readonly length: number;
  /** Null for one that is long, or was read from a file while it was sent: it is not held. */
  readonly bytes: Uint8Array | null;
  /** The file that it was read from while it was sent. */
  readonly path?: string;
};

/** A redirect that stays the answer. */
export type NotFollowed = {
  /** Where it leads, as an absolute URL where it can be read; secrets included. Empty where it names no place. */
  readonly location: string;
  /** The request or the settings want it so; or what it names is no URL, is of another scheme, or is missing. */
  readonly because: 'no-redirect' | 'setting' | 'invalid' | 'scheme' | 'nowhere';
};

export type Hop = {
  readonly cause: HopCause;
  readonly method: string;
  readonly url: string;
  /** As they went out, secrets included: mask before showing. */
  readonly requestHeaders: readonly HeaderField[];
  /** Null where there was none. */
  readonly requestBody: SentBody | null;
  readonly interim: readonly InterimHead[];
  readonly response: ResponseHead | null;
  readonly connection: ConnectionUse | null;
  readonly phases: Phases;
  readonly total: number;
  /** Milliseconds from the start of the exchange. */
  readonly startedAtMs: number;
  /** Bytes on the wire inside TLS, heads and bodies. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly failure: SendFailure | null;
  /** Absent where the answer is no redirect, or one that was followed. */
  readonly notFollowed?: NotFollowed;
};

/** What `Content-Encoding` had done to the body. */
export type Decoding = {
  /** Lower case, in the order in which they were put on: `['gzip']`. */
  readonly codings: readonly string[];
  readonly rawBytes: number;
  /** Set where `body` is still the raw one; `detail` names the coding. */
  readonly problem: {
    readonly code: 'unknown-coding' | 'broken' | 'too-large';
    readonly detail: string;
  } | null;
};

/** A body on disk. */
export type BodyFile = { readonly path: string; readonly bytes: number };

/** A body that may be taken out of memory as long as nobody asks for it. */
export type ResponseBody = {
  readonly length: number;
  /** May have to read them from a disk: ask once. Throws where that can't be done. */
  readonly bytes: () => Uint8Array;
};

export function bodyInMemory(bytes: Uint8Array): ResponseBody {
  return { length: bytes.length, bytes: () => bytes };
}

/** How long the body is, wherever it is. */
export function bodyLength({
  body,
  bodyFile,
}: {
  readonly body: Pick<ResponseBody, 'length'>;
  readonly bodyFile: BodyFile | null;
}): number {
  return bodyFile?.bytes ?? body.length;
}

/** A piece of a body as it came off the wire. */
export type Arrival = {
  /** Milliseconds from the start of the exchange. */
  readonly atMs: number;
  readonly bytes: number;
  /** How much of the body came out of it, where a coding was taken off. */
  readonly bodyBytes?: number;
};

export type Exchange = {
  readonly source: RequestSource;
  readonly method: string;
  readonly url: string;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  /** At least one; the last one decided the outcome. */
  readonly hops: readonly Hop[];
  /** Sums over the hops; null only where no hop had the phase. */
  readonly phases: Phases;
  readonly total: number;
  /** Without its codings; as it came where they can't be taken off. Of one in a file only its beginning. */
  readonly body: ResponseBody;
  /** Where the whole of a long body is, as long as the client is there; null where `body` has it all. */
  readonly bodyFile: BodyFile | null;
  /** When the pieces of the body came, for those who were told of them; of very many the later ones are left out. */
  readonly arrivals: readonly Arrival[];
  /** Null where the body came without a coding. */
  readonly decoding: Decoding | null;
  readonly failure: SendFailure | null;
  /** Values to be hidden wherever it is shown; it holds them itself. */
  readonly secrets: readonly string[];
};
