/**
 * What a server does that ends connections early. What it does with all of them is said once in a file,
 * at the first request to it; what it does with a path at each request to that.
 */
import { hostOf } from '../endpointText.ts';
import { duration } from '../duration.ts';
import { count } from '../count.ts';
import type { OriginProfile } from '../profile/originProfile.ts';
import { medianOf, spreadOf } from '../statistics.ts';
import { handshakeCost, share } from './cost.ts';
import type { Around, RequestFacts } from './facts.ts';
import type { Finding } from './hint.ts';

/** What was seen once may be chance. */
const enough = 2;

/** Evidence: sends that found their connection closed, and pauses that are mostly longer than it was kept. */
export function serverClosesIdle(
  { origin }: RequestFacts,
  { profile, isFirst }: Around,
): Finding | null {
  if (!isFirst || profile === null) return null;
  const { openedBecause, sends, pauses } = profile;
  const lost = sum(
    openedBecause['server-closed-idle']?.count,
    openedBecause['server-reset-idle']?.count,
    openedBecause['stale-retry']?.count,
  );
  const keeps = spreadOf(profile.idleCloses);
  const pause = medianOf(pauses);
  if (lost < enough || keeps === null || pause === null || pause <= keeps.median) return null;
  const why = `${hostOf(origin)} closes a connection after ${duration(keeps.median)} idle (seen ${count(keeps.count, 'time')}${promised(profile)}), and sends come ${duration(pause)} apart: ${share(lost, sends)} found it closed. Send closer together, or raise the keep-alive timeout of the server or load balancer`;
  const cost = handshakeCost(profile);
  return { code: 'server-closes-idle', place: 'url', why, cost, remedy: null };
}

/** `, its Keep-Alive header says 5 s`. */
function promised({ keepAlive }: OriginProfile): string {
  const seconds = keepAlive?.timeoutSeconds ?? null;
  return seconds === null ? '' : `; its Keep-Alive header says ${seconds} s`;
}

/** The same number of requests each time is a limit; different ones are something else. */
export function serverClosesAfter(
  { origin }: RequestFacts,
  { profile, isFirst }: Around,
): Finding | null {
  const served = spreadOf(profile?.servedAtEnd ?? []);
  if (!isFirst || profile === null || served === null || served.count < enough) return null;
  const lost = sum(
    profile.openedBecause['server-sent-close']?.count,
    profile.openedBecause.goaway?.count,
  );
  if (served.low !== served.high || lost === 0) return null;
  const requests = served.median;
  const limit =
    requests === 1
      ? `${hostOf(origin)} closes the connection after each answer`
      : `${hostOf(origin)} closes a connection after ${requests} requests`;
  const why = `${limit} (seen ${count(served.count, 'time')}), so ${share(lost, profile.sends)} opened one. Raise the limit of requests for each connection at the server or load balancer`;
  const cost = handshakeCost(profile);
  return { code: 'server-closes-after', place: 'url', why, cost, remedy: null };
}

/** A body without a length ends with its connection (RFC 9112, section 6.3). */
export function closeDelimited(request: RequestFacts, { profile }: Around): Finding | null {
  const times = profile?.now.closeDelimited[request.path] ?? 0;
  if (times < 1 || profile === null) return null;
  const why = `The answer to this has neither Content-Length nor chunks (seen ${count(times, 'time')}), so only closing the connection ends it. Have the server send a length, or chunks`;
  const cost = handshakeCost(profile);
  return { code: 'close-delimited', place: 'url', why, cost, remedy: null };
}

/** Evidence: the request line, else answers of this path. */
export function http10(request: RequestFacts, { profile }: Around): Finding | null {
  if (request.httpVersion === '1.0') {
    const why = 'HTTP/1.0 keeps no connection, and is not sent. Take it out of the request line';
    const cost = handshakeCost(profile);
    return { code: 'http-1.0', place: 'http-version', why, cost, remedy: { kind: 'remove' } };
  }
  const times = profile?.now.http10[request.path] ?? 0;
  if (times < 1 || profile === null) return null;
  const why = `${hostOf(request.origin)} answers this in HTTP/1.0 without keep-alive (seen ${count(times, 'time')}), which ends the connection. Have the server, or the proxy before it, speak HTTP/1.1`;
  const cost = handshakeCost(profile);
  return { code: 'http-1.0', place: 'url', why, cost, remedy: null };
}

function sum(...counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, each) => total + (each ?? 0), 0);
}
