/** An exchange as the history keeps it: without a secret, and with no more of its body than is worth keeping. */
import { bodyInMemory, bodyLength, type Exchange, type NotFollowed } from '../client/exchange.ts';
import { maskBody, maskCutBody } from './maskBody.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedAnswers, maskedHeaders } from './maskedHead.ts';
import { maskText } from './maskText.ts';
import { sentSecrets } from './sentSecrets.ts';

export type HistoryRecord = {
  /** JSON. */
  readonly exchange: string;
  readonly body: Uint8Array;
};

/** So many bytes from the start of one body are looked at, and no more are kept. */
export const maxBodyKept = 262_144;

export function historyRecord(exchange: Exchange): HistoryRecord {
  const secrets = sentSecrets(exchange);
  const { body, ...rest } = exchange;
  const hops = exchange.hops.map((hop) => ({
    ...maskedAnswers(hop, secrets),
    url: maskUrl(hop.url),
    requestHeaders: maskedHeaders(hop.requestHeaders, secrets),
    // What was sent stays in memory: only its length is written.
    requestBody: hop.requestBody === null ? null : { length: hop.requestBody.length, bytes: null },
    ...(hop.notFollowed === undefined ? {} : { notFollowed: withoutSecrets(hop.notFollowed) }),
  }));
  const url = maskUrl(exchange.url);
  const kept = {
    ...rest,
    version,
    bodyBytes: bodyLength(exchange),
    url,
    hops,
    body: [],
    // The file goes with the window, and the times of its pieces with it.
    bodyFile: null,
    arrivals: [],
    secrets: [],
  };
  // Whatever else there is may hold a secret as well: every text is looked through.
  const text = JSON.stringify(kept, (_key, value: unknown) =>
    typeof value === 'string' ? maskText(value, secrets) : value,
  );
  return { exchange: text, body: keptBody(body.bytes(), bodyLength(exchange), secrets) };
}

/** Cut first: to look through all of a long body takes many times as long, and the rest goes anyway. */
function keptBody(body: Uint8Array, length: number, secrets: readonly string[]): Uint8Array {
  const beginning = body.subarray(0, maxBodyKept);
  const isCut = beginning.length < length;
  const masked = isCut ? maskCutBody(beginning, secrets) : maskBody(beginning, secrets);
  // Stars may take more room than what they stand for.
  return masked.subarray(0, maxBodyKept);
}

function withoutSecrets(left: NotFollowed): NotFollowed {
  return { ...left, location: maskUrl(left.location) };
}

/** `bodyBytes` is how long the body was; null where the record is none of ours. */
export function exchangeOfRecord(
  record: HistoryRecord,
): { readonly exchange: Exchange; readonly bodyBytes: number } | null {
  const kept = parsed(record.exchange);
  if (kept === null || !Array.isArray(kept.hops) || kept.hops.length === 0) return null;
  const { version: own, bodyBytes, ...rest } = kept;
  return own === version
    ? { exchange: { ...rest, body: bodyInMemory(record.body) }, bodyBytes }
    : null;
}

/** Another shape is another number, and what has an older one is left out. */
const version = 3;

type Kept = Exchange & { readonly version: number; readonly bodyBytes: number };

function parsed(text: string): Kept | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Kept | null) : null;
  } catch {
    return null;
  }
}
