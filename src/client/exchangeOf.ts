/** What the hops of an exchange come to: sums, and the body of the last one without its codings. */
import { partsOf } from '../request/requestUrl.ts';
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { BodyFiles } from '../transport/bodyFiles.ts';
import { codingsIn, decodeBody, type Decoded } from './decode.ts';
import type { Exchange, Hop, SendFailure } from './exchange.ts';
import type { HopResult } from './hopResult.ts';
import { decodeLongBody } from './longBody.ts';
import { noPhases, sumTimings } from './phaseClock.ts';
import type { ClientSettings } from './settings.ts';
import { sentBody } from './wire.ts';

/** Of one hop whose body needs nothing done, as most are: then nobody waits. Else null: ask `exchangeOf`. */
export function plainExchange(
  request: ResolvedRequest,
  startedAt: number,
  results: readonly HopResult[],
): Exchange | null {
  const only = results.length === 1 ? results[0] : undefined;
  if (only === undefined || codingsIn(only.hop.response?.headers ?? []).length > 0) return null;
  const { hop, body, bodyFile } = only;
  return madeOf(request, startedAt, [hop], { body, bodyFile, decoding: null });
}

export async function exchangeOf(
  request: ResolvedRequest,
  startedAt: number,
  results: readonly HopResult[],
  settings: ClientSettings,
  files: BodyFiles,
): Promise<Exchange> {
  const hops = results.map(({ hop }) => hop);
  const last = results.at(-1);
  // Nobody reads what came with a redirect or a challenge.
  for (const { bodyFile } of results) {
    if (bodyFile !== null && bodyFile !== last?.bodyFile) await files.discard(bodyFile);
  }
  const headers = last?.hop.response?.headers ?? [];
  if (last === undefined || codingsIn(headers).length === 0) {
    const { body = noBytes, bodyFile = null } = last ?? {};
    return madeOf(request, startedAt, hops, { body, bodyFile, decoding: null });
  }
  if (last.hop.failure !== null) return madeOf(request, startedAt, hops, cutShort(last, headers));
  const decoded = await decodedBody(last, headers, settings, files);
  const failure = unreadable(last.hop, decoded, settings.maxBodyBytes);
  if (failure === null) return madeOf(request, startedAt, hops, decoded);
  return madeOf(request, startedAt, [...hops.slice(0, -1), { ...last.hop, failure }], decoded);
}

/** In memory where it fits, in a file where there is a place for it. */
async function decodedBody(
  { body, bodyFile }: HopResult,
  headers: readonly HeaderField[],
  { maxBodyBytes, bodyFolder }: ClientSettings,
  files: BodyFiles,
): Promise<Decoded> {
  if (bodyFile !== null) return decodeLongBody(bodyFile, body, headers, files);
  const decoded = await decodeBody(body, headers, maxBodyBytes);
  if (decoded.decoding?.problem?.code !== 'too-large' || bodyFolder === null) return decoded;
  const written = await files.write(bodyFolder, body).catch(() => null);
  return written === null ? decoded : decodeLongBody(written, body, headers, files);
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
  return madeOf(request, Date.now(), [hop], { body: noBytes, bodyFile: null, decoding: null });
}

const noBytes = new Uint8Array(0);

function madeOf(
  request: ResolvedRequest,
  startedAt: number,
  hops: readonly Hop[],
  { body, bodyFile, decoding }: Decoded,
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
    body,
    bodyFile,
    arrivals: [],
    decoding,
    failure: hops.at(-1)?.failure ?? null,
    secrets: request.secrets,
  };
}

/** Half a compressed body says nothing that could be relied on. */
function cutShort({ body, bodyFile }: HopResult, headers: readonly HeaderField[]): Decoded {
  const codings = codingsIn(headers);
  const problem = { code: 'broken', detail: 'the body is not complete' } as const;
  const rawBytes = bodyFile?.bytes ?? body.length;
  const decoding = rawBytes === 0 ? null : { codings, rawBytes, problem };
  return { body, bodyFile, decoding };
}

/** A coding that nobody here knows is no failure: the body came whole, and is shown as it came. */
function unreadable({ url }: Hop, { decoding }: Decoded, maxBodyBytes: number): SendFailure | null {
  const problem = decoding?.problem ?? null;
  if (problem === null || problem.code === 'unknown-coding') return null;
  const { host, port } = partsOf(new URL(url));
  const base = { phase: 'download', host, port, addresses: [] } as const;
  return problem.code === 'too-large'
    ? { ...base, code: 'too-large', limit: maxBodyBytes, detail: problem.detail }
    : { ...base, code: 'body-unreadable', limit: null, detail: problem.detail };
}
