/** What comes after a hop: the one decision that makes an exchange of several hops. Pure but for the chance in a backoff. */
import { isForwarded, originOf } from '../pool/want.ts';
import { headerValue } from '../request/headerValue.ts';
import type { DigestSigning, ResolvedRequest } from '../request/resolvedRequest.ts';
import { retryDelayMs } from './delay.ts';
import { digestChallenge, type Challenge } from './digest.ts';
import type { Hop, NotFollowed, SendFailure } from './exchange.ts';
import type { HopResult } from './hopResult.ts';
import { mayAnswer, proxyChallenge } from './proxyDigest.ts';
import { unsupportedProxy } from './proxySettings.ts';
import { redirectOf } from './redirect.ts';
import type { ClientSettings } from './settings.ts';
import { isStale, maxStaleRetries } from './staleRetry.ts';
import { wantOf } from './wire.ts';

/** How far an exchange has come. */
export type Progress = {
  /** Connections that died under the hop that is tried again. */
  readonly died: readonly number[];
  readonly retries: number;
  readonly redirects: number;
  /** Challenges answered since the last redirect. */
  readonly challenges: number;
  /** The same of the proxy. */
  readonly proxyChallenges: number;
};

export const noProgress: Progress = {
  died: [],
  retries: 0,
  redirects: 0,
  challenges: 0,
  proxyChallenges: 0,
};

export type FollowUp =
  | { readonly kind: 'done'; readonly left: NotFollowed | null }
  | { readonly kind: 'stale-retry' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'redirect'; readonly request: ResolvedRequest }
  | {
      readonly kind: 'auth';
      readonly by: 'server' | 'proxy';
      /** Where the answer counts. */
      readonly place: string;
      readonly signing: DigestSigning;
      readonly challenge: Challenge;
    }
  /** The hop went well, and the exchange can't go on. */
  | { readonly kind: 'failed'; readonly failure: SendFailure };

/** `request` is what this hop was to send, without what cookies and challenges add to it. */
export function followUp(
  request: ResolvedRequest,
  { hop, written }: HopResult,
  progress: Progress,
  settings: ClientSettings,
): FollowUp {
  const { died, retries, redirects } = progress;
  if (died.length < maxStaleRetries && isStale(hop, written, settings.retryStale))
    return { kind: 'stale-retry' };
  const auth =
    hop.response?.status === 407
      ? challengedByProxy(request, hop, progress, settings)
      : challenged(request, hop, progress);
  if (auth !== null) return auth;
  const redirect =
    hop.response === null || !isWhole(hop) ? null : redirectOf(request, hop.response);
  const unwanted = unwantedBy(request, settings);
  if (redirect?.kind === 'follow' && unwanted === null)
    return followed(request, redirect.request, redirects, settings);
  const afterMs = retryDelayMs(request.retry, hop, retries);
  if (afterMs !== null) return { kind: 'retry', afterMs };
  if (redirect?.kind === 'follow' && unwanted !== null)
    return { kind: 'done', left: { location: redirect.request.url, because: unwanted } };
  return { kind: 'done', left: redirect?.kind === 'left' ? redirect.left : null };
}

function challenged(request: ResolvedRequest, hop: Hop, { challenges }: Progress): FollowUp | null {
  const { signing } = request;
  if (signing?.kind !== 'digest' || hop.response?.status !== 401 || !isWhole(hop)) return null;
  const challenge = digestChallenge(hop.response.headers);
  if (challenge === null || !mayAnswer(challenge, challenges)) return null;
  return { kind: 'auth', by: 'server', place: originOf(request), signing, challenge };
}

/** Of a proxy that forwards the request; in front of a tunnel it is answered before. */
function challengedByProxy(
  request: ResolvedRequest,
  hop: Hop,
  { proxyChallenges }: Progress,
  settings: ClientSettings,
): FollowUp | null {
  const want = wantOf(request, settings);
  if (hop.response === null || want.proxy === null || !isForwarded(want)) return null;
  // What the file says is not ours to answer.
  if (headerValue(request.headers, 'proxy-authorization') !== null) return null;
  const found = isWhole(hop) ? proxyChallenge(want.proxy, hop.response.headers) : null;
  if (found === null || !mayAnswer(found.challenge, proxyChallenges)) return null;
  return { kind: 'auth', by: 'proxy', ...found };
}

/** A body over the limit is no loss where nobody wanted it. */
function isWhole({ failure }: Hop): boolean {
  return failure === null || failure.code === 'too-large';
}

/** Who does not want redirects to be followed. */
function unwantedBy(
  { noRedirect }: ResolvedRequest,
  { followRedirects }: ClientSettings,
): NotFollowed['because'] | null {
  if (noRedirect) return 'no-redirect';
  return followRedirects ? null : 'setting';
}

function followed(
  from: ResolvedRequest,
  to: ResolvedRequest,
  redirects: number,
  { maxRedirects, proxy }: ClientSettings,
): FollowUp {
  const { host, port } = from;
  const base = { phase: null, host, port, addresses: [] } as const;
  if (redirects >= maxRedirects) {
    const failure = {
      ...base,
      code: 'too-many-redirects',
      limit: maxRedirects,
      detail: '',
    } as const;
    return { kind: 'failed', failure };
  }
  const refused = unsupportedProxy(proxy, to);
  if (refused === null) return { kind: 'redirect', request: to };
  return {
    kind: 'failed',
    failure: { ...base, code: 'not-supported', limit: null, detail: refused },
  };
}
