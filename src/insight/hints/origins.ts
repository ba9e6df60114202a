/** One place that is several origins to the pool, or one origin that its requests split. */
import { count } from '../count.ts';
import { hostOf } from '../endpointText.ts';
import { differences } from '../../pool/reasons.ts';
import { medianOf } from '../statistics.ts';
import { handshakeCost, share } from './cost.ts';
import type { Around, RequestFacts } from './facts.ts';
import type { Finding, HintCost } from './hint.ts';
import { hostRank } from './spellings.ts';

/** Said at the spelling that fewer requests use; of two used alike, at the odder one. */
export function originSpelling(
  { origin }: RequestFacts,
  { inFile, spellings, profile }: Around,
): Finding | null {
  const [main] = spellings.toSorted(
    (a, b) => b.requests - a.requests || hostRank(a.origin) - hostRank(b.origin),
  );
  if (main === undefined) return null;
  const own = spellings.find((each) => each.origin === origin)?.requests ?? inFile.requests;
  const isMain =
    own > main.requests || (own === main.requests && hostRank(origin) <= hostRank(main.origin));
  if (isMain || main.origin === origin) return null;
  const [from, to] = [hostOf(origin), hostOf(main.origin)];
  const why = `${from} and ${to} are the same place by two names, and connections are matched by name: this request shares none with the ${count(main.requests, 'request')} to ${to}`;
  const cost = handshakeCost(profile) ?? handshakeCost(main.profile, 'estimated');
  const remedy = { kind: 'origin', from: origin, to: main.origin } as const;
  return { code: 'origin-spelling', place: 'url', why, cost, remedy };
}

/** Evidence: every answer of the origin sent the client to the same host over https. */
export function redirectToHttps({ origin }: RequestFacts, { profile }: Around): Finding | null {
  if (profile === null || !origin.startsWith('http:')) return null;
  const { answers, redirectsToHttps, permanentRedirects, redirectMs } = profile;
  const isAlways = redirectsToHttps === answers && answers > 0;
  if (!isAlways || (permanentRedirects === 0 && redirectsToHttps < 2)) return null;
  const host = hostOf(origin);
  const why = `http://${host} redirects to https each time (seen ${count(redirectsToHttps, 'time')}), so each request costs a connection and a round trip before its own`;
  const ms = medianOf(redirectMs);
  const cost: HintCost | null =
    ms === null ? null : { ms, basis: 'measured', samples: redirectMs.length };
  const remedy =
    profile.httpsOrigin === null
      ? null
      : ({ kind: 'origin', from: origin, to: profile.httpsOrigin } as const);
  return { code: 'redirect-to-https', place: 'url', why, cost, remedy };
}

/** `@insecure` on some requests of an origin, or a difference in settings that was met. */
export function splitOrigin(request: RequestFacts, around: Around): Finding | null {
  const { inFile, profile, isFirst } = around;
  const { origin, insecure } = request;
  const isMixed = inFile.insecure > 0 && inFile.insecure < inFile.requests;
  if (insecure && isMixed && origin.startsWith('https:')) {
    const others = inFile.requests - inFile.insecure;
    const verified = profile?.tls.verified ?? 0;
    const seen =
      verified === 0 ? '' : `. Its certificate was found right ${count(verified, 'time')}`;
    const why = `\`@insecure\` is another TLS setting than that of ${count(others, 'other request')} to ${hostOf(origin)}, so they share no connection${seen}`;
    const cost = handshakeCost(profile);
    // Where the certificate was never found right, it may be there for good reason.
    const remedy = verified === 0 ? null : ({ kind: 'remove' } as const);
    return { code: 'split-origin', place: 'insecure', why, cost, remedy };
  }
  if (!isFirst || isMixed || profile === null) return null;
  const [worst] = differences
    .filter((code) => code !== 'different-scheme')
    .map((code) => ({ code, lost: profile.openedBecause[code]?.count ?? 0 }))
    .toSorted((a, b) => b.lost - a.lost);
  if (worst === undefined || worst.lost < 2) return null;
  const what = worst.code.slice('different-'.length).replaceAll('-', ' ');
  const why = `${share(worst.lost, profile.sends)} to ${hostOf(origin)} opened a connection because the one that was open had another ${what}. Give its requests the same`;
  const cost = handshakeCost(profile);
  return { code: 'split-origin', place: 'url', why, cost, remedy: null };
}

/** Fewer connections than this at a time are no burst. */
const burst = 3;

/** Evidence: connections opened only because the others were busy, all over HTTP/1.1. */
export function parallelHttp1(request: RequestFacts, around: Around): Finding | null {
  const { profile, inFile, isFirst } = around;
  const busy = profile?.openedBecause['all-busy']?.count ?? 0;
  if (profile === null || profile.peak < burst || busy < burst - 1) return null;
  const host = hostOf(request.origin);
  const seen = `Up to ${profile.peak} connections to ${host} were busy at the same time over HTTP/1.1`;
  const cost = handshakeCost(profile, 'estimated');
  if ((profile.protocols['h2'] ?? 0) > 0) {
    if (!isHttp1(request)) return null;
    const why = `${seen}, because requests ask for HTTP/1.1; the server speaks HTTP/2, where one connection carries them all`;
    return { ...parallel, place: 'http-version', why, cost, remedy: { kind: 'remove' } };
  }
  if (!isFirst || inFile.http1 > 0) return null;
  const why = request.origin.startsWith('https:')
    ? `${seen}, because the server did not take HTTP/2, where one connection carries them all. Turn it on there if you can`
    : `${seen}. Over http:// HTTP/2 is not negotiated; if the server speaks it, \`HTTP/2\` at the end of the request line uses one connection for all`;
  return { ...parallel, place: 'url', why, cost, remedy: null };
}

const parallel = { code: 'parallel-http-1.1' } as const;

function isHttp1({ httpVersion }: RequestFacts): boolean {
  return httpVersion?.startsWith('1') === true;
}
