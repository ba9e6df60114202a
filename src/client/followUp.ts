/** What comes after a hop: the one decision that makes an exchange of several hops. Pure but for the chance in a backoff. */
import type { DigestSigning, ResolvedRequest, Signing } from '../request/resolvedRequest.ts';
import { retryDelayMs } from './delay.ts';
import { digestChallenge, type Challenge } from './digest.ts';
import type { Hop, SendFailure } from './exchange.ts';
import type { HopResult } from './hop.ts';
import { unsupportedProxy } from './proxySettings.ts';
import { redirectOf, type Redirect } from './redirect.ts';
import type { ClientSettings } from './settings.ts';
import { isStale, maxStaleRetries } from './staleRetry.ts';

/** How far an exchange has come. */
export type Progress = {
  /** Connections that died under the hop that is tried again. */
  readonly died: readonly number[];
  readonly retries: number;
  readonly redirects: number;
  /** Challenges answered since the last redirect. */
  readonly challenges: number;
};

export const noProgress: Progress = { died: [], retries: 0, redirects: 0, challenges: 0 };

/** More would be a server that never has enough. */
const maxChallenges = 3;

export type FollowUp =
  | { readonly kind: 'done'; readonly left: Extract<Redirect, { kind: 'left' }> | null }
  | { readonly kind: 'stale-retry' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'redirect'; readonly request: ResolvedRequest }
  | { readonly kind: 'auth'; readonly signing: DigestSigning; readonly challenge: Challenge }
  /** The hop went well, and the exchange can't go on. */
  | { readonly kind: 'failed'; readonly failure: SendFailure };

const done: FollowUp = { kind: 'done', left: null };

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
  const auth = request.signing === null ? null : challenged(request.signing, hop, progress);
  if (auth !== null) return auth;
  const redirect = mayFollow(request, hop, settings) ? redirectOf(request, hop.response) : null;
  if (redirect?.kind === 'follow') return followed(request, redirect.request, redirects, settings);
  const afterMs = retryDelayMs(request.retry, hop, retries);
  if (afterMs !== null) return { kind: 'retry', afterMs };
  return redirect === null ? done : { kind: 'done', left: redirect };
}

/** A wrong password is not tried twice; a stale nonce is none. */
function challenged(signing: Signing, hop: Hop, { challenges }: Progress): FollowUp | null {
  if (signing.kind !== 'digest' || hop.response?.status !== 401) return null;
  if (hop.failure !== null && hop.failure.code !== 'too-large') return null;
  const challenge = digestChallenge(hop.response.headers);
  if (challenge === null) return null;
  if (challenges > 0 && !(challenge.stale && challenges < maxChallenges)) return null;
  return { kind: 'auth', signing, challenge };
}

type Answered = Hop & { readonly response: NonNullable<Hop['response']> };

/** A body over the limit is no loss where nobody wanted it. */
function mayFollow(
  { noRedirect }: ResolvedRequest,
  hop: Hop,
  { followRedirects }: ClientSettings,
): hop is Answered {
  if (hop.response === null || noRedirect || !followRedirects) return false;
  return hop.failure === null || hop.failure.code === 'too-large';
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
