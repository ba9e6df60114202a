/** Hides secrets in what is shown or logged; the exchange itself keeps them. */
import { isSecretField, isSecretHeader } from '../request/secretNames.ts';

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

/** A URL or a path without its user information and the values of token-like parameters. */
export function maskUrl(url: string): string {
  const bare = url.includes('@') ? url.replace(userInfo, `$1${stars}@`) : url;
  return bare.includes('=') ? bare.replace(parameter, maskParameter) : bare;
}

/** The values of token-like parameters in a URL or a form, as they are written. */
export function secretParameters(url: string): readonly string[] {
  const pairs = [...url.matchAll(parameter)];
  return pairs.flatMap(([, , name = '', value = '']) => (isSecretField(name) ? [value] : []));
}

const urlHeaders = new Set([
  'location',
  'content-location',
  'referer',
  'refresh',
  'link',
  'origin',
]);
const userInfo = /^([a-z][a-z0-9+.-]*:\/\/|\/\/)[^/?#]*@/i;
const parameter = /([?&#;])([^=&#;?]+)=([^&#;]*)/g;

function maskParameter(whole: string, lead: string, name: string): string {
  return isSecretField(name) ? `${lead}${name}=${stars}` : whole;
}

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
