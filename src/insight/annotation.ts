import type { ConnectionUse, Exchange, Hop, HopCause, SendFailure } from '../client/exchange.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { hostOf } from './endpointText.ts';
import { shortFailure } from './failureText.ts';
import { handshakeMs } from './handshake.ts';
import { maskedExchange } from './maskedExchange.ts';
import { isSurprising, shortNotFollowed } from './notFollowedText.ts';
import { shortOpened } from './reasonText.ts';

/** The one line after a request. */
export type Annotation = {
  readonly text: string;
  /** `attention`: it went well, and there is something to look at. */
  readonly tone: 'plain' | 'attention' | 'failed';
};

/** How much of what went well is told; of a failure it is all. */
export type AnnotationForm = 'full' | 'short';

/** `200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s`; in short `200 · 12 ms · ↻ #3`. */
export function annotate(original: Exchange, form: AnnotationForm = 'full'): Annotation {
  const exchange = maskedExchange(original);
  const last = exchange.hops.at(-1);
  const unverified = exchange.hops.some((hop) => hop.connection?.tlsVerified === false);
  const left = last?.notFollowed;
  const tail = [
    ...extraHops(exchange.hops),
    ...(left === undefined ? [] : [shortNotFollowed[left.because]]),
    ...(unverified ? ['TLS not verified'] : []),
  ];
  if (exchange.failure !== null) {
    const parts = [...outcome(exchange.failure, exchange.total), ...onWhich(last), ...tail];
    return { text: parts.join(' · '), tone: 'failed' };
  }
  const status = last?.response?.status;
  const parts = [
    status === undefined ? 'no status' : String(status),
    duration(exchange.total),
    ...(form === 'short' ? shortConnection(last) : connectionText(exchange, last)),
    ...tail,
  ];
  const attention =
    unverified ||
    (status !== undefined && status >= 400) ||
    (left !== undefined && isSurprising(left)) ||
    couldHaveReused(exchange);
  return { text: parts.join(' · '), tone: attention ? 'attention' : 'plain' };
}

/** What was refused before it went near the wire took no time. */
function outcome(failure: SendFailure, totalMs: number): readonly string[] {
  if (failure.code === 'aborted') return [`cancelled after ${duration(totalMs)}`];
  const failed = totalMs === 0 ? 'failed' : `failed after ${duration(totalMs)}`;
  return [failed, shortFailure(failure)];
}

/** `↻ #3 reused, request 5, idle 4.1 s`. */
function reusedText(connection: ConnectionUse): string {
  const idle = connection.idleMs === null ? '' : `, idle ${duration(connection.idleMs)}`;
  return `↻ #${connection.id} reused, request ${connection.requestsBefore + 1}${idle}`;
}

/** `＋ #4 new: server closed #3 after 5.0 s idle`. */
function newText(connection: ConnectionUse, url: string): string {
  const because = connection.openedBecause;
  return `＋ #${connection.id} new${because === null ? '' : `: ${shortOpened(because, hostOf(url))}`}`;
}

function shortConnection(last: Hop | undefined): readonly string[] {
  const connection = last?.connection ?? null;
  return connection === null ? [] : [`${connection.reused ? '↻' : '＋'} #${connection.id}`];
}

function connectionText(exchange: Exchange, last: Hop | undefined): readonly string[] {
  const connection = last?.connection ?? null;
  const text =
    connection === null || last === undefined
      ? []
      : [connection.reused ? reusedText(connection) : newText(connection, last.url)];
  return [...text, ...handshakes(exchange)];
}

/** `handshake 121 ms`, over all hops, for the time belongs to the exchange. */
function handshakes(exchange: Exchange): readonly string[] {
  const opened = exchange.hops.filter((hop) => handshakeMs(hop.phases) !== null).length;
  const ms = handshakeMs(exchange.phases);
  if (opened === 0 || ms === null) return [];
  return [`${opened === 1 ? 'handshake' : `${opened} handshakes`} ${duration(ms)}`];
}

/** A failure says which connection it happened on, when there was one. */
function onWhich(last: Hop | undefined): readonly string[] {
  const connection = last?.connection ?? null;
  if (connection === null) return [];
  return [`on #${connection.id}, ${connection.reused ? 'reused' : 'new'}`];
}

const hopNouns: Readonly<Record<Exclude<HopCause, 'first'>, string>> = {
  'stale-retry': 'stale retry',
  redirect: 'redirect',
  auth: 'sign-in',
  retry: 'retry',
};

/** `1 stale retry`, `2 redirects`: no hop goes unseen. */
function extraHops(hops: readonly Hop[]): readonly string[] {
  if (hops.length < 2) return [];
  const counts = new Map<string, number>();
  for (const { cause } of hops) {
    if (cause !== 'first') counts.set(hopNouns[cause], (counts.get(hopNouns[cause]) ?? 0) + 1);
  }
  return Array.from(counts, ([noun, amount]) => countHops(amount, noun));
}

function countHops(amount: number, noun: string): string {
  return noun.endsWith('retry') && amount > 1
    ? `${amount} ${noun.slice(0, -1)}ies`
    : count(amount, noun);
}

/** Whether a hop opened a connection for another reason than being the first or being asked to. */
function couldHaveReused(exchange: Exchange): boolean {
  return exchange.hops.some((hop) => {
    const code = hop.connection?.openedBecause?.code;
    return code !== undefined && code !== 'first-request' && code !== 'fresh-connection';
  });
}
