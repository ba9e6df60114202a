/** What was learned of one origin from what was sent to it: counts, and samples in bounded numbers. Types and the empty one. */
import type { ClosedCode, OpenedCode } from '../../pool/reasons.ts';

export type OriginProfile = {
  /** `https://api.test:443`, as the pool names it. */
  readonly origin: string;
  /** Wall clock, milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Hops that went out on a connection: `opened` and `reused` add up to them. */
  readonly sends: number;
  readonly opened: number;
  readonly reused: number;
  /** How many hops spoke `http/1.1`, `http/1.0`, `h2`. */
  readonly protocols: Readonly<Record<string, number>>;
  readonly openedBecause: Readonly<Partial<Record<OpenedCode, Loss>>>;
  /** Connections that were closed, by why. */
  readonly closedBecause: Readonly<Partial<Record<ClosedCode, number>>>;
  /** The last `Keep-Alive` header, which promises and does not bind. */
  readonly keepAlive: KeepAlive | null;
  /** Milliseconds after which the server closed an idle connection. */
  readonly idleCloses: readonly number[];
  /** The longest idle time after which a connection still served, in milliseconds. */
  readonly longestIdleMs: number | null;
  /** How many requests a connection had served when the server ended it by its own word. */
  readonly servedAtEnd: readonly number[];
  readonly mostServed: number;
  /** Milliseconds between the end of one send and the start of the next. */
  readonly pauses: readonly number[];
  readonly handshakes: readonly Handshake[];
  readonly tls: { readonly full: number; readonly resumed: number; readonly verified: number };
  /** Where its name led to: `127.0.0.1:8080`. */
  readonly addresses: readonly string[];
  /** Answers, and those of them that sent the client to the same host over https. */
  readonly answers: number;
  readonly redirectsToHttps: number;
  /** How many of these said that it is for good (301, 308). */
  readonly permanentRedirects: number;
  /** The origin that the last of them named; null without one. */
  readonly httpsOrigin: string | null;
  /** Milliseconds that those redirects took. */
  readonly redirectMs: readonly number[];
  /** The most HTTP/1 connections in use at the same time. */
  readonly peak: number;
  readonly now: Session;
};

/** Connections that were opened for one reason. */
export type Loss = {
  readonly count: number;
  /** How long the lost connection had been idle, where that is known. */
  readonly idleMs: readonly number[];
  /** The limit that was reached last; null where there is none. */
  readonly limit: number | null;
};

export type KeepAlive = {
  readonly timeoutSeconds: number | null;
  readonly max: number | null;
};

/** Milliseconds; null where the phase did not happen. */
export type Handshake = {
  readonly dns: number | null;
  readonly tcp: number | null;
  readonly proxy: number | null;
  readonly tls: number | null;
  readonly total: number;
};

/** What holds for this process only: ids, and paths, which nobody else should get to see. */
export type Session = {
  /** Connections whose end was learned. */
  readonly closedIds: readonly number[];
  readonly recent: readonly Interval[];
  /** The end of the last hop, on the wall clock. */
  readonly lastEndAt: number | null;
  /** How many answers of a path ended with their connection, and how many were in HTTP/1.0. */
  readonly closeDelimited: Readonly<Record<string, number>>;
  readonly http10: Readonly<Record<string, number>>;
};

/** One HTTP/1 hop, on the wall clock. */
export type Interval = {
  readonly connection: number;
  readonly from: number;
  readonly to: number;
};

export const emptySession: Session = {
  closedIds: [],
  recent: [],
  lastEndAt: null,
  closeDelimited: {},
  http10: {},
};

/** `at`: wall clock, milliseconds since 1970. */
export function emptyProfile(origin: string, at: number): OriginProfile {
  return {
    origin,
    firstAt: at,
    lastAt: at,
    sends: 0,
    opened: 0,
    reused: 0,
    protocols: {},
    openedBecause: {},
    closedBecause: {},
    keepAlive: null,
    idleCloses: [],
    longestIdleMs: null,
    servedAtEnd: [],
    mostServed: 0,
    pauses: [],
    handshakes: [],
    tls: { full: 0, resumed: 0, verified: 0 },
    addresses: [],
    answers: 0,
    redirectsToHttps: 0,
    permanentRedirects: 0,
    httpsOrigin: null,
    redirectMs: [],
    peak: 0,
    now: emptySession,
  };
}

const maxSamples = 32;

/** The list with one more; the oldest goes when it is full. */
export function withSample<Item>(list: readonly Item[], item: Item, max = maxSamples): Item[] {
  return list.length < max ? [...list, item] : [...list.slice(list.length - max + 1), item];
}

/** The counts with one more of that name; past as many names as samples no other is taken in. */
export function withCount(
  counts: Readonly<Record<string, number>>,
  name: string,
): Readonly<Record<string, number>> {
  const before = counts[name];
  if (before === undefined && Object.keys(counts).length >= maxSamples) return counts;
  return { ...counts, [name]: (before ?? 0) + 1 };
}
