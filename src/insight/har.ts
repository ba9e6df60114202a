/**
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): an entry for each hop, one at a time,
 * so that a long run need not be held whole. What HAR has no place for is in `_keepalive`.
 */
import type { Exchange, Hop, Phases } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import { phaseNames } from '../request/phases.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { round3 } from './duration.ts';
import { hostOf } from './endpointText.ts';
import { describeFailure } from './failureText.ts';
import { harContent } from './harContent.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { maskedAnswers, maskedHeaders } from './maskedHead.ts';
import { describeClosed, describeOpened } from './reasonText.ts';
import { sentText } from './sentBody.ts';
import { sentSecrets } from './sentSecrets.ts';

/** A HAR is `harStart`, the entries with commas between them, and `harEnd`. */
export function harStart(version: string): string {
  const creator = JSON.stringify({ name: 'Keepalive', version });
  return `{"log":{"version":"1.2","creator":${creator},"pages":[],"entries":[\n`;
}

export const harEnd = '\n]}}\n';

/** One for each hop; only the last has the body of its answer. */
export function harEntries(original: Exchange): readonly object[] {
  const exchange = maskedExchange(original);
  const last = exchange.hops.length - 1;
  const secrets = sentSecrets(original);
  return exchange.hops.map((hop, index) =>
    entry(maskedAnswers(hop, secrets), exchange, index === last, secrets),
  );
}

/** Of a hop whose answers are without secrets already: what it sent and the body still hold them. */
function entry(hop: Hop, exchange: Exchange, isLast: boolean, secrets: readonly string[]): object {
  const { connection, response } = hop;
  const url = maskUrl(hop.url);
  return {
    startedDateTime: new Date(exchange.startedAt + hop.startedAtMs).toISOString(),
    time: round3(hop.total),
    request: {
      method: hop.method,
      url,
      httpVersion: response === null ? 'unknown' : versionText(response.httpVersion),
      cookies: cookies(hop.requestHeaders, 'cookie'),
      headers: named(maskedHeaders(hop.requestHeaders, secrets)),
      queryString: queryString(url),
      ...postData(hop, secrets),
      headersSize: -1,
      bodySize: hop.requestBody?.length ?? 0,
    },
    response: {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? '',
      httpVersion: response === null ? 'unknown' : versionText(response.httpVersion),
      cookies: cookies(response?.headers ?? [], 'set-cookie'),
      headers: named(response?.headers ?? []),
      content: harContent(hop, isLast ? exchange : null, secrets),
      redirectURL: headerValue(response?.headers ?? [], 'location') ?? '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: timings(hop.phases),
    ...(connection === null
      ? {}
      : { serverIPAddress: connection.remoteAddress, connection: String(connection.id) }),
    _keepalive: keepalive(hop, exchange, url),
  };
}

/** `connect` includes the proxy and TLS, as HAR has it; the last three must be there, and may not be negative. */
function timings({ queued, proxy, dns, tcp, tls, send, wait, download }: Phases): object {
  const connect = [tcp, proxy, tls].filter((ms) => ms !== null);
  return {
    blocked: orNone(queued),
    dns: orNone(dns),
    connect: connect.length === 0 ? -1 : round3(connect.reduce((sum, ms) => sum + ms, 0)),
    ssl: orNone(tls),
    send: round3(send ?? 0),
    wait: round3(wait ?? 0),
    receive: round3(download ?? 0),
  };
}

function orNone(ms: number | null): number {
  return ms === null ? -1 : round3(ms);
}

function keepalive(hop: Hop, { source }: Exchange, url: string): object {
  const { connection, failure, interim, phases, response } = hop;
  const opened = connection?.openedBecause ?? null;
  const closed = connection?.closedBecause ?? null;
  return {
    file: source.file,
    name: source.name ?? source.title,
    line: source.line,
    cause: hop.cause,
    connection:
      connection === null
        ? null
        : {
            id: connection.id,
            pool: connection.pool,
            reused: connection.reused,
            openedBecause: opened?.code ?? null,
            openedSentence: opened === null ? null : describeOpened(opened, hostOf(url)),
            closedBecause: closed?.code ?? null,
            closedSentence: closed === null ? null : describeClosed(closed),
            requestsBefore: connection.requestsBefore,
            idleMs: connection.idleMs,
            localPort: connection.localPort,
            protocol: connection.protocol,
            tlsVersion: connection.tlsVersion,
            tlsResumed: connection.tlsResumed,
            proxy: connection.proxy,
          },
    phases: Object.fromEntries(
      phaseNames.map((name) => [name, phases[name] === null ? null : round3(phases[name])]),
    ),
    interim: interim.map((head) => ({
      status: head.status,
      statusText: head.statusText,
      headers: named(head.headers),
      atMs: round3(head.atMs),
    })),
    trailers: named(response?.trailers ?? []),
    failure: failure === null ? null : { code: failure.code, message: describeFailure(failure) },
  };
}

function versionText(version: string): string {
  return `HTTP/${version}`;
}

type Named = { readonly name: string; readonly value: string };

function named(fields: readonly HeaderField[]): readonly Named[] {
  return fields.map(([name, value]) => ({ name, value }));
}

/** Names only: a cookie's value is a secret. */
function cookies(fields: readonly HeaderField[], header: string): readonly Named[] {
  return fields
    .filter(([name]) => name.toLowerCase() === header)
    .flatMap(([, value]) => (header === 'cookie' ? value.split(';') : value.split(';', 1)))
    .map((pair) => ({ name: pair.split('=', 1)[0]?.trim() ?? '', value: '***' }));
}

function queryString(url: string): readonly Named[] {
  if (!URL.canParse(url)) return [];
  return Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value }));
}

/** HAR has no way to write bytes here: what is no text is said. */
function postData({ requestBody, requestHeaders }: Hop, secrets: readonly string[]): object {
  if (requestBody === null || requestBody.length === 0) return {};
  const mimeType = headerValue(requestHeaders, 'content-type') ?? '';
  const sent = sentText(requestBody, requestHeaders, secrets);
  return {
    postData:
      'text' in sent
        ? { mimeType, text: sent.text }
        : { mimeType, text: '', comment: sent.leftOut },
  };
}
