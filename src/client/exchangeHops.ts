/** The hops of one exchange, one after the other: each is sent, and then asked what comes next. */
import { originOf } from '../pool/want.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { CookieJar } from './cookieJar.ts';
import { cookiesSetBy, withCookies } from './cookies.ts';
import { followUp, noProgress, type FollowUp, type Progress } from './followUp.ts';
import { sendHop, type HopContext } from './hop.ts';
import type { HopResult } from './hopResult.ts';
import type { Again } from './leg.ts';
import { withSignature } from './signing.ts';

export type ExchangeContext = HopContext & {
  /** Null where none are kept. */
  readonly cookies: CookieJar | null;
};

/** At least one; the last one decided the outcome. */
export async function sendHops(
  context: ExchangeContext,
  request: ResolvedRequest,
): Promise<readonly HopResult[]> {
  const { digests, settings, stop, trace } = context;
  const cookies = request.noCookieJar ? null : context.cookies;
  const results: HopResult[] = [];
  let current = request;
  let progress = noProgress;
  for (let again: Again | null = null; ;) {
    const { signing } = current;
    let outgoing = signing === null ? current : await withSignature(current, signing, digests);
    if (cookies?.isEmpty === false) outgoing = withCookies(outgoing, cookies);
    const result = await sendHop(context, outgoing, again);
    if (cookies !== null && result.hop.response !== null) {
      const set = cookiesSetBy(result.hop.response.headers);
      if (set.length > 0) await cookies.take(current.url, set);
    }
    if (signing?.kind === 'digest' && result.hop.response !== null)
      digests.answered(originOf(current), signing, result.hop.response.headers);
    const next = followUp(current, result, progress, settings);
    if (next.kind === 'failed') {
      trace?.({ kind: 'failed', failure: next.failure });
      results.push({ ...result, hop: { ...result.hop, failure: next.failure } });
      return results;
    }
    if (next.kind === 'done' && next.left !== null) {
      trace?.({ kind: 'not-followed', left: next.left });
      results.push({ ...result, hop: { ...result.hop, notFollowed: next.left } });
      return results;
    }
    results.push(result);
    if (next.kind === 'done') return results;
    // Stopped, an answer that could be better stands; any other next hop fails and says so.
    if (next.kind === 'retry' && stop.cause !== null) return results;
    progress = progressAfter(progress, result, next);
    if (next.kind === 'redirect') current = next.request;
    else if (next.kind === 'auth') {
      digests.remember(next.place, next.signing, next.challenge);
      // It was asked for once, and challenges are answered where they were made.
      current = { ...current, freshConnection: false };
    }
    again = againFor(next, progress);
  }
}

type Onward = Exclude<FollowUp, { readonly kind: 'done' | 'failed' }>;

function againFor(next: Onward, { died }: Progress): Again {
  switch (next.kind) {
    case 'stale-retry':
      return { cause: 'stale-retry', died };
    case 'retry':
      return { cause: 'retry', afterMs: next.afterMs };
    case 'redirect':
    case 'auth':
      return { cause: next.kind };
  }
}

function progressAfter(progress: Progress, { hop }: HopResult, next: Onward): Progress {
  const { died, retries, redirects, challenges, proxyChallenges } = progress;
  switch (next.kind) {
    case 'stale-retry':
      return { ...progress, died: hop.connection === null ? died : [...died, hop.connection.id] };
    case 'retry':
      return { ...progress, retries: retries + 1 };
    case 'redirect':
      return { died: [], retries, redirects: redirects + 1, challenges: 0, proxyChallenges: 0 };
    case 'auth':
      return next.by === 'proxy'
        ? { ...progress, died: [], proxyChallenges: proxyChallenges + 1 }
        : { ...progress, died: [], challenges: challenges + 1 };
  }
}
