/**
 * What a redirect makes of a request, by the fetch standard ("HTTP-redirect fetch"), which agrees with
 * `curl -L` but for what the README lists. Pure: the pool and the sockets are somebody else's.
 */
import { basic } from '../request/authorization.ts';
import { headerValue } from '../request/headerValue.ts';
import { partsOf } from '../request/requestUrl.ts';
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { NotFollowed, ResponseHead } from './exchange.ts';

export type Redirect =
  | { readonly kind: 'follow'; readonly request: ResolvedRequest }
  /** It can't be followed, and is the answer. */
  | { readonly kind: 'left'; readonly left: NotFollowed };

const statuses = new Set([301, 302, 303, 307, 308]);

/** Null where the answer is no redirect. */
export function redirectOf(request: ResolvedRequest, head: ResponseHead): Redirect | null {
  if (!statuses.has(head.status)) return null;
  const location = asUtf8((headerValue(head.headers, 'location') ?? '').trim());
  if (location === '') return left(location, 'nowhere');
  const url = URL.parse(location, request.url);
  if (url === null) return left(location, 'invalid');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return left(location, 'scheme');
  if (url.hash === '') url.hash = new URL(request.url).hash;
  const { credentials, ...to } = partsOf(url);
  const isSame = isSameOrigin(request, to);
  const changesMethod = becomesGet(head.status, request.method);
  const headers = request.headers.filter(
    ([name]) => !(changesMethod && isOfBody(name)) && !(!isSame && isOfOrigin(name)),
  );
  const next: ResolvedRequest = {
    ...request,
    ...to,
    method: changesMethod ? 'GET' : request.method,
    body: changesMethod ? null : request.body,
    headers: withCredentials(headers, credentials),
    // As libcurl: a fresh connection is asked for once, not for every leg.
    freshConnection: false,
    ...(isSame ? {} : { connectTo: null, unixSocket: null, signing: null }),
  };
  return { kind: 'follow', request: next };
}

function left(location: string, because: NotFollowed['because']): Redirect {
  return { kind: 'left', left: { location, because } };
}

type Place = Pick<ResolvedRequest, 'scheme' | 'host' | 'port'>;

function isSameOrigin(one: Place, other: Place): boolean {
  return one.scheme === other.scheme && one.host === other.host && one.port === other.port;
}

/** Browsers turned POST into GET long before RFC 9110, sections 15.4.2 to 15.4.4, allowed it. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}

/** What describes a body goes with it. */
function isOfBody(name: string): boolean {
  return ['content-encoding', 'content-language', 'content-location', 'content-type'].includes(
    name.toLowerCase(),
  );
}

/** What was meant for one origin is told to no other. */
function isOfOrigin(name: string): boolean {
  return ['authorization', 'proxy-authorization', 'cookie', 'host'].includes(name.toLowerCase());
}

/** As curl and browsers do, what a `Location` has before its `@` is sent there. */
function withCredentials(
  headers: readonly HeaderField[],
  credentials: { readonly user: string; readonly password: string } | null,
): readonly HeaderField[] {
  const isWritten = headerValue(headers, 'authorization') !== null;
  if (credentials === null || isWritten) return headers;
  return [...headers, ['Authorization', basic(credentials.user, credentials.password)]];
}

/** Servers write UTF-8, and headers are read as Latin-1. */
function asUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  return new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}
