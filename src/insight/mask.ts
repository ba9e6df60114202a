/** Hides secrets in what is shown or logged; the exchange itself keeps them. */
import { isSecretHeader } from '../request/secretNames.ts';
import { maskUrl } from './maskUrl.ts';

const stars = '***';

/** A header's value without its secret: the scheme of `Authorization` and the names of cookies stay. */
export function maskHeader(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'authorization' || lower === 'proxy-authorization') return maskCredentials(value);
  if (lower === 'cookie') return value.split(';').map(maskPair).join(';');
  if (lower === 'set-cookie') return maskSetCookie(value);
  if (isSecretHeader(lower)) return stars;
  return urlHeaders.has(lower) ? maskUrl(value) : value;
}

const urlHeaders = new Set([
  'location',
  'content-location',
  'referer',
  'refresh',
  'link',
  'origin',
]);

function maskCredentials(value: string): string {
  const scheme = /^([A-Za-z][A-Za-z0-9-]*) +\S/.exec(value)?.[1];
  return scheme === undefined ? stars : `${scheme} ${stars}`;
}

function maskPair(pair: string): string {
  const equals = pair.indexOf('=');
  return equals === -1 ? stars : `${pair.slice(0, equals + 1)}${stars}`;
}

/** Only the first pair of `Set-Cookie` is secret; what follows are its attributes (RFC 6265, 4.1.1). */
function maskSetCookie(value: string): string {
  const end = value.indexOf(';');
  return end === -1 ? maskPair(value) : maskPair(value.slice(0, end)) + value.slice(end);
}
