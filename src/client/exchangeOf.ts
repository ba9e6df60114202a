/** What the hops of an exchange come to: sums, and the body of the last one without its codings. */
import { partsOf } from '../request/requestUrl.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Bodies } from '../transport/bodies.ts';
import { codingsIn } from './codings.ts';
import { decodedBody, keptLimit, type DecodedBody } from './decodedBody.ts';
import {
  bodyInMemory,
  type Arrival,
  type Exchange,
  type Hop,
  type SendFailure,
} from './exchange.ts';
import type { HopResult } from './hopResult.ts';
import { noPhases, sumTimings } from './phaseClock.ts';
import type { ClientSettings } from './settings.ts';
import { sentBody } from './wire.ts';

/** What else than the hops an exchange is made of. */
export type Circumstances = {
  readonly startedAt: number;
  readonly arrivals: readonly Arrival[];
  readonly settings: ClientSettings;
  readonly bodies: Bodies;
};

/** Of one hop whose body needs nothing done, as most are: then nobody waits. Else null: ask `exchangeOf`. */
export function plainExchange(
  request: ResolvedRequest,
  results: readonly HopResult[],
  { startedAt, arrivals }: Circumstances,
): Exchange | null {
  const only = results.length === 1 ? results[0] : undefined;
  if (only === undefined || codingsIn(only.hop.response?.headers ?? []).length > 0) return null;
  const { hop, body, bodyFile } = only;
  return madeOf(request, startedAt, [hop], { body, bodyFile, arrivals, decoding: null });
}

export async function exchangeOf(
  request: ResolvedRequest,
  results: readonly HopResult[],
  { startedAt, arrivals, settings, bodies }: Circumstances,
): Promise<Exchange> {
  const hops = results.map(({ hop }) => hop);
  const last = results.at(-1);
  // Nobody reads what came with a redirect or a challenge.
  for (const { bodyFile } of results) {
    if (bodyFile !== null && bodyFile !== last?.bodyFile) await bodies.discard(bodyFile);
  }
  const { body = noBytes, bodyFile = null, hop } = last ?? {};
  const isWhole = hop?.failure === null;
  const came = { body, bodyFile, isWhole, arrivals };
  const decoded = await decodedBody(came, hop?.response?.headers ?? [], settings, bodies);
  const failure = hop === undefined || !isWhole ? null : unreadable(hop, decoded, settings);
  if (hop === undefined || failure === null) return madeOf(request, startedAt, hops, decoded);
  return madeOf(request, startedAt, [...hops.slice(0, -1), { ...hop, failure }], decoded);
}

/** An exchange of one hop that never went near the wire; `what` is the subject of a sentence. */
export function notSupported(request: ResolvedRequest, what: string): Exchange {
  const { method, url, host, port } = request;
  const failure: SendFailure = {
    code: 'not-supported',
    phase: null,
    host,
    port,
    addresses: [],
    limit: null,
    detail: what,
  };
  const hop = {
    cause: 'first',
    method,
    url,
    requestHeaders: request.headers,
    requestBody: sentBody(request.body),
    interim: [],
    response: null,
    connection: null,
    phases: noPhases,
    total: 0,
    startedAtMs: 0,
    requestBytes: 0,
    responseBytes: 0,
    failure,
  } as const;
  return madeOf(request, Date.now(), [hop], nothing);
}

const noBytes = new Uint8Array(0);
const nothing: DecodedBody = { body: noBytes, bodyFile: null, arrivals: [], decoding: null };

function madeOf(
  request: ResolvedRequest,
  startedAt: number,
  hops: readonly Hop[],
  { body, bodyFile, arrivals, decoding }: DecodedBody,
): Exchange {
  const { phases, total } = sumTimings(hops);
  return {
    source: request.source,
    method: request.method,
    url: request.url,
    startedAt,
    hops,
    phases,
    total,
    body: bodyInMemory(body),
    bodyFile,
    arrivals,
    decoding,
    failure: hops.at(-1)?.failure ?? null,
    secrets: request.secrets,
  };
}

/** A coding that nobody here knows is no failure: the body came whole, and is shown as it came. */
function unreadable(
  { url }: Hop,
  { decoding }: DecodedBody,
  settings: ClientSettings,
): SendFailure | null {
  if (decoding === null || decoding.problem === null) return null;
  const { problem } = decoding;
  if (problem.code === 'unknown-coding') return null;
  const { host, port } = partsOf(new URL(url));
  const base = { phase: 'download', host, port, addresses: [] } as const;
  return problem.code === 'too-large'
    ? {
        ...base,
        code: 'too-large',
        limit: keptLimit(settings, decoding.rawBytes),
        detail: problem.detail,
      }
    : { ...base, code: 'body-unreadable', limit: null, detail: problem.detail };
}
