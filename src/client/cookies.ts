/** The cookies of one hop: what goes out with it, and what its answer sets. */
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { CookieJar } from './cookieJar.ts';

/**
 * The request with the jar's cookies, in one field after those written by hand; where both have one of
 * that name, what is written wins.
 */
export function withCookies(request: ResolvedRequest, jar: CookieJar): ResolvedRequest {
  const kept = jar.cookiesFor(request.url);
  if (kept.length === 0) return request;
  const isCookie = ([name]: HeaderField): boolean => name.toLowerCase() === 'cookie';
  const written = request.headers.filter(isCookie).map(([, value]) => value.replace(/;\s*$/, ''));
  const names = new Set(written.flatMap((value) => value.split(';').map(nameOf)));
  const added = kept.filter(({ name }) => !names.has(name));
  if (added.length === 0) return request;
  const pairs = added.map(({ name, value }) => (name === '' ? value : `${name}=${value}`));
  const field: HeaderField = ['Cookie', [...written, ...pairs].filter(Boolean).join('; ')];
  return { ...request, headers: [...request.headers.filter((each) => !isCookie(each)), field] };
}

/** The values of `Set-Cookie`. */
export function cookiesSetBy(headers: readonly HeaderField[]): readonly string[] {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (name.length === 10 && name.toLowerCase() === 'set-cookie') values.push(value);
  }
  return values;
}

function nameOf(pair: string): string {
  const equals = pair.indexOf('=');
  return (equals < 0 ? pair : pair.slice(0, equals)).trim();
}
