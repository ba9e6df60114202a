/** What one hop tells of its origin. */
import type { ConnectionUse, Hop, ResponseHead } from '../../client/exchange.ts';
import type { OpenedBecause } from '../../pool/reasons.ts';
import { headerValue } from '../../request/headerValue.ts';
import { originOfUrl } from '../endpointText.ts';
import { handshakeMs } from '../handshake.ts';
import { learnClosed } from './learnClosed.ts';
import {
  withCount,
  withSample,
  type Interval,
  type KeepAlive,
  type Loss,
  type OriginProfile,
  type Session,
} from './originProfile.ts';

/** `startedAt` is the hop's, on the wall clock; `path` without query, null where it must not be kept. */
export function learnHop(
  profile: OriginProfile,
  hop: Hop,
  startedAt: number,
  path: string | null,
): OriginProfile {
  const { connection, response, phases } = hop;
  if (connection === null) return profile;
  const { reused, idleMs, protocol, requestsBefore } = connection;
  const endedAt = startedAt + hop.total;
  const { lastEndAt } = profile.now;
  const now = session(profile.now, hop, connection, startedAt, path);
  const pauseMs = lastEndAt === null ? -1 : startedAt + (phases.queued ?? 0) - lastEndAt;
  const longestIdleMs = Math.max(profile.longestIdleMs ?? 0, idleMs ?? 0);
  const learned: OriginProfile = {
    ...profile,
    lastAt: endedAt,
    sends: profile.sends + 1,
    opened: profile.opened + (reused ? 0 : 1),
    reused: profile.reused + (reused ? 1 : 0),
    protocols: withCount(profile.protocols, protocol),
    openedBecause: opened(profile.openedBecause, connection.openedBecause),
    keepAlive: keepAliveOf(response) ?? profile.keepAlive,
    longestIdleMs: reused && hop.failure === null ? longestIdleMs : profile.longestIdleMs,
    mostServed: Math.max(profile.mostServed, requestsBefore + 1),
    // Neither what is sent at the same time as another nor its own next hop is a pause.
    pauses:
      pauseMs > 0 && hop.cause === 'first' ? withSample(profile.pauses, pauseMs) : profile.pauses,
    handshakes: handshakes(profile.handshakes, hop),
    tls: tlsCounts(profile.tls, connection),
    addresses: addresses(profile.addresses, connection),
    peak: Math.max(profile.peak, peakOf(now.recent)),
    now,
    ...redirects(profile, hop),
  };
  const { openedBecause, closedBecause } = connection;
  const before =
    openedBecause?.connection == null
      ? learned
      : learnClosed(learned, openedBecause.connection, openedBecause);
  return closedBecause === null ? before : learnClosed(before, connection.id, closedBecause);
}

function opened(
  losses: OriginProfile['openedBecause'],
  because: OpenedBecause | null,
): OriginProfile['openedBecause'] {
  if (because === null) return losses;
  const { code, idleMs, limit } = because;
  const before: Loss = losses[code] ?? { count: 0, idleMs: [], limit: null };
  const idles = idleMs === null ? before.idleMs : withSample(before.idleMs, idleMs);
  return { ...losses, [code]: { count: before.count + 1, idleMs: idles, limit } };
}

/** `Keep-Alive: timeout=5, max=100`. */
function keepAliveOf(response: ResponseHead | null): KeepAlive | null {
  const value = response === null ? null : headerValue(response.headers, 'keep-alive');
  if (value === null) return null;
  const number = (name: string): number | null => {
    const digits = new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*"?(\\d{1,9})`, 'i').exec(value)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  return { timeoutSeconds: number('timeout'), max: number('max') };
}

function handshakes(before: OriginProfile['handshakes'], hop: Hop): OriginProfile['handshakes'] {
  const { dns, tcp, proxy, tls } = hop.phases;
  const total = handshakeMs(hop.phases);
  return total === null ? before : withSample(before, { dns, tcp, proxy, tls, total });
}

function tlsCounts(
  tls: OriginProfile['tls'],
  { reused, tlsResumed, tlsVerified }: ConnectionUse,
): OriginProfile['tls'] {
  if (reused || tlsResumed === null) return tls;
  return {
    full: tls.full + (tlsResumed ? 0 : 1),
    resumed: tls.resumed + (tlsResumed ? 1 : 0),
    verified: tls.verified + (tlsVerified === true ? 1 : 0),
  };
}

function addresses(
  known: readonly string[],
  { remoteAddress, remotePort }: ConnectionUse,
): readonly string[] {
  const host = remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress;
  const address = `${host}:${remotePort}`;
  return known.includes(address) ? known : withSample(known, address, 8);
}

type Redirects = Pick<
  OriginProfile,
  'answers' | 'redirectsToHttps' | 'permanentRedirects' | 'httpsOrigin' | 'redirectMs'
>;

function redirects(before: Redirects, { url, response, total }: Hop): Partial<Redirects> {
  if (response === null) return {};
  const answers = before.answers + 1;
  const httpsOrigin = httpsOriginOf(url, response);
  if (httpsOrigin === null) return { answers };
  const isForGood = response.status === 301 || response.status === 308;
  return {
    answers,
    redirectsToHttps: before.redirectsToHttps + 1,
    permanentRedirects: before.permanentRedirects + (isForGood ? 1 : 0),
    httpsOrigin,
    redirectMs: withSample(before.redirectMs, total),
  };
}

/** Where an http URL is redirected to the same name over https; else null. */
function httpsOriginOf(url: string, response: ResponseHead): string | null {
  if (!url.startsWith('http:') || !redirecting.has(response.status)) return null;
  const from = URL.parse(url);
  const to = URL.parse(headerValue(response.headers, 'location') ?? '', url);
  const isSame = to?.protocol === 'https:' && to.hostname === from?.hostname;
  return isSame ? originOfUrl(to.href) : null;
}

const redirecting = new Set([301, 302, 303, 307, 308]);

function session(
  now: Session,
  hop: Hop,
  { id, protocol, closedBecause }: ConnectionUse,
  startedAt: number,
  path: string | null,
): Session {
  const endedAt = startedAt + hop.total;
  const interval: Interval = { connection: id, from: startedAt, to: endedAt };
  // After an answer without a body it is undici that closes, and a server can't change it by telling a length.
  const isCloseDelimited =
    closedBecause?.code === 'close-delimited-body' && closedBecause.bodiless === undefined;
  return {
    ...now,
    recent: protocol === 'h2' ? now.recent : withSample(now.recent, interval),
    lastEndAt: Math.max(now.lastEndAt ?? 0, endedAt),
    closeDelimited:
      isCloseDelimited && path !== null ? withCount(now.closeDelimited, path) : now.closeDelimited,
    http10:
      protocol === 'http/1.0' && closedBecause !== null && path !== null
        ? withCount(now.http10, path)
        : now.http10,
  };
}

/** How many different connections were in use at once when the last one was. */
function peakOf(recent: readonly Interval[]): number {
  const last = recent.at(-1);
  if (last === undefined) return 0;
  const near = recent.filter(({ from, to }) => from < last.to && to > last.from);
  return near.reduce((peak, { from }) => {
    const inUse = near.filter((other) => other.from <= from && from < other.to);
    return Math.max(peak, new Set(inUse.map(({ connection }) => connection)).size);
  }, 1);
}
