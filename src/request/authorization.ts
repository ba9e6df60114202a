/**
 * `Authorization: Basic user password` and the other short forms that clients of `.http` files
 * turn into a real header value, at once or when the request is sent.
 */
import type { Signing } from './resolvedRequest.ts';

/** The value to send, what it is to be made of when it is sent, or the scheme that is not supported yet. */
export type Authorization =
  { readonly value: string } | { readonly signing: Signing } | { readonly unsupported: string };

export function authorization(written: string): Authorization {
  const [scheme = '', ...words] = written.trim().split(/\s+/);
  const [first = '', ...rest] = words;
  const name = scheme.toLowerCase();
  if (name === 'basic' && rest.length > 0) return { value: basic(first, rest.join(' ')) };
  if (name === 'basic' && first.includes(':')) return { value: basic(...userAndPassword(first)) };
  if (name === 'digest') return digest(first, rest) ?? { value: written };
  if (name === 'aws' && rest.length > 0) return { signing: awsSigning(first, rest) };
  if (name === 'cognito' && words.length > 1) return { unsupported: 'COGNITO' };
  if ((name === 'openid' || name === 'oauth2') && words.length < 4) return { unsupported: scheme };
  // A real value of them is one word of base64.
  if ((name === 'ntlm' || name === 'negotiate') && words.length !== 1)
    return { unsupported: scheme };
  return { value: written };
}

/** RFC 7617, with UTF-8. */
export function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Null for a real value, which is a list of `name=value`. */
function digest(first: string, rest: readonly string[]): Authorization | null {
  if (first === '' || /^[\w-]+\*?=/.test(first)) return null;
  if (rest.length === 0 && !first.includes(':')) return null;
  const [user, password] = rest.length > 0 ? [first, rest.join(' ')] : userAndPassword(first);
  return { signing: { kind: 'digest', user, password } };
}

/** `AWS key secret token:… region:… service:…`, the last three in any order (REST Client). */
function awsSigning(
  accessKeyId: string,
  [secretAccessKey = '', ...more]: readonly string[],
): Signing {
  const option = (name: string): string | null => {
    const found = more.find((word) => word.toLowerCase().startsWith(`${name}:`));
    return found === undefined ? null : found.slice(name.length + 1);
  };
  const [sessionToken, region, service] = [option('token'), option('region'), option('service')];
  return { kind: 'aws', accessKeyId, secretAccessKey, sessionToken, region, service };
}

function userAndPassword(text: string): [user: string, password: string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}
