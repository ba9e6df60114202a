/** What the transport gives: a connection to send on, and what happened on it. Types only. */
import type { Stop } from './stop.ts';
import type { Tell } from './wireEvent.ts';
import type { InterimHead, WireHead } from './wireHead.ts';

export type WirePhase = 'proxy' | 'dns' | 'tcp' | 'tls' | 'send' | 'wait' | 'download';

/** Told at the moment a phase begins, which is the moment the one before it ends. */
export type EnterPhase = (phase: WirePhase) => void;

export type Target = {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Connect there instead; the name in TLS and in the request stays. */
  readonly connectTo: HostPort | null;
  readonly unixSocket: string | null;
  readonly proxy: Proxy | null;
  readonly ipVersion: 4 | 6 | null;
  readonly localAddress: string | null;
  /** Null for http. */
  readonly tls: TlsOptions | null;
  /** `any`: HTTP/2 where the server picks it by ALPN, else 1.1. `2-prior-knowledge`: HTTP/2 without TLS. */
  readonly httpVersion: 'any' | '1.1' | '2-prior-knowledge';
  /** For DNS, TCP and TLS together; 0 is no limit. */
  readonly connectTimeoutMs: number;
  readonly upkeep: Upkeep;
};

/** How often an idle HTTP/2 connection is asked whether it is alive, and how long it may take to answer. */
export type Upkeep = { readonly everyMs: number; readonly answerWithinMs: number };

export type HostPort = { readonly host: string; readonly port: number };

export type Proxy = HostPort & {
  readonly kind: 'http' | 'https' | 'socks5';
  /** Whether a tunnel leads through it; else requests go to itself, with their whole URL. */
  readonly tunnels: boolean;
  /** `user:password` for SOCKS5; null for none. */
  readonly credentials: string | null;
  /** For an HTTP proxy. */
  readonly authorize: ProxyAuthorize;
  /** For an HTTPS proxy: how its own certificate is checked. */
  readonly tls: TlsOptions | null;
};

/**
 * The value of Proxy-Authorization on a CONNECT to `authority`; null for none.
 * `refusal` is the fields of the 407 that answered the one before: null then means that there is no answer to it.
 */
export type ProxyAuthorize = (
  authority: string,
  refusal: readonly (readonly [name: string, value: string])[] | null,
) => string | null;

export type TlsOptions = {
  readonly verify: boolean;
  /** PEM certificates to trust beside the usual ones. */
  readonly extraCa: readonly string[];
  /** Whether to trust what the operating system trusts, too. */
  readonly systemCa: boolean;
  readonly clientCertificate: ClientCertificate | null;
  /** Null leaves these four to Node. */
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
  readonly ciphers: string | null;
  readonly curves: string | null;
  /** SHA-256 of the keys of which the peer must have one, in Base64; null takes any. */
  readonly pinnedKeys: readonly string[] | null;
};

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Contents, not paths. */
export type ClientCertificate = {
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Uint8Array;
  readonly passphrase?: string;
};

export type Endpoint = {
  /** Of a unix socket its path, and then both ports are 0. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  /** Those of the name that were tried before, as `[::1]:8080`, for they did not answer or not soon enough (RFC 8305). */
  readonly passedBy: readonly string[];
  readonly protocol: 'http/1.1' | 'h2';
  readonly tlsVersion: string | null;
  readonly tlsCipher: string | null;
  readonly tlsResumed: boolean | null;
};

export type OpenOutcome =
  | { readonly kind: 'opened'; readonly connection: Connection }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export type WireFailureCode =
  | 'dns-not-found'
  | 'dns-failed'
  | 'connection-refused'
  | 'connection-reset'
  | 'network-unreachable'
  | 'connect-timeout'
  | 'proxy-refused'
  | 'proxy-authentication'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-wrong-name'
  | 'tls-handshake'
  | 'client-certificate'
  | 'timeout'
  | 'closed-before-response'
  | 'truncated-response'
  | 'protocol-error'
  | 'too-large'
  | 'not-supported'
  | 'body-unreadable'
  | 'aborted';

export type WireFailure = {
  readonly code: WireFailureCode;
  /** What Node or undici said; may be empty. */
  readonly detail: string;
  /** The addresses that were tried, as `127.0.0.1:8080` or `[::1]:8080`. */
  readonly addresses: readonly string[];
  /** The limit that ran out: milliseconds or bytes, by the code. */
  readonly limit: number | null;
  /** Set where the peer's key is none of those pinned: which it is, as `sha256//BASE64`. */
  readonly unpinnedKey?: string;
};

export type WireRequest = {
  readonly method: string;
  /** Origin form. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: WireBody | null;
  /** Ask the server to close, and close after the answer (CURLOPT_FORBID_REUSE). */
  readonly closeAfter: boolean;
  /** From the last byte of the request to the first of the answer; 0 is no limit. */
  readonly firstByteTimeoutMs: number;
  readonly bodyLimits: BodyLimits;
  /** Told of each piece of the answer's body as it comes; null for nobody. */
  readonly onChunk: OnChunk | null;
};

/** The head of a request as it goes out, with what the protocol adds. */
export type SentHead = {
  readonly method: string;
  readonly path: string;
  readonly httpVersion: '1.1' | '2';
  /** In HTTP/2 with `:scheme` and `:authority`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
};

/** Bytes, or something to read them from while they are sent, as often as it must be sent. */
export type WireBody = Uint8Array | StreamedBody;

export type StreamedBody = {
  readonly length: number;
  /** Of what is one file and nothing else. */
  readonly path?: string;
  /** Rejects where it can't be read. A piece is lent until the next but one is asked for, or longer by what a stream holds back. */
  readonly open: () => AsyncIterable<Uint8Array>;
};

/** A body on disk. Whoever holds the exchange may read it; it goes with its folder. */
export type BodyFile = { readonly path: string; readonly bytes: number };

/** How the body of an answer is kept. */
export type BodyLimits = {
  /** More goes to a file; without a folder it fails with `too-large`. */
  readonly maxMemoryBytes: number;
  readonly folder: string | null;
  /** Of a body in a file so much is held in memory as well. */
  readonly maxHeadBytes: number;
};

/** The chunk is lent: who wants to keep its bytes copies them before it returns. */
export type OnChunk = (chunk: Uint8Array, head: WireHead) => void;

/** Why a connection can't serve again, as seen at the end of an answer. */
export type ConnectionEnd =
  | 'no-keep-alive'
  | 'server-sent-close'
  | 'http-1.0'
  | 'close-delimited-body'
  | 'early-response'
  | 'unexpected-data'
  | 'receive-error'
  | 'protocol-error'
  | 'timeout'
  | 'aborted'
  | IdleEnd;

/** How a connection ended by itself, not by a request. */
export type IdleEnd =
  'server-closed-idle' | 'server-reset-idle' | 'unexpected-data' | 'goaway' | 'ping-failed';

export type WireOutcome = {
  readonly interim: readonly InterimHead[];
  readonly head: WireHead | null;
  /** Of a body in a file only its beginning. */
  readonly body: Uint8Array;
  /** Where the whole of a long body is; null where `body` has it all. */
  readonly bodyFile: BodyFile | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** False when not one byte of the request was handed to the socket. */
  readonly written: boolean;
  readonly failure: WireFailure | null;
  /** Null when the connection can serve again. */
  readonly end: ConnectionEnd | null;
};

/** One socket that speaks one protocol. Each protocol is a maker of these. */
export type Connection = {
  readonly endpoint: Endpoint;
  /** Never rejects. One request at a time in HTTP/1.1, as many as `onMaxStreams` says in HTTP/2. */
  readonly send: (
    request: WireRequest,
    stop: Stop,
    enter: EnterPhase,
    tell?: Tell,
  ) => Promise<WireOutcome>;
  /** What `send` puts on the wire before the body. */
  readonly headOf: (request: WireRequest) => SentHead;
  /** Told once, when the connection ends by itself; requests in flight may still be answered. */
  readonly onEnd: (listener: (end: IdleEnd) => void) => void;
  /** Told when the server says how many requests it serves at once. */
  readonly onMaxStreams: (listener: (max: number) => void) => void;
  /** At once; what is in flight fails. */
  readonly close: () => void;
  /** As soon as nothing is in flight. */
  readonly drain: () => void;
};
