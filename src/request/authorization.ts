/**
 * `Authorization: Basic user password` and the other short forms that clients of `.http` files
 * turn into a real header value.
 */

/** The value to send, or the scheme that is not supported yet. */
export type Authorization = { readonly value: string } | { readonly unsupported: string };

export function authorization(written: string): Authorization {
  const [scheme = '', ...words] = written.trim().split(/\s+/);
  const [first = '', ...rest] = words;
  const name = scheme.toLowerCase();
  if (name === 'basic' && rest.length > 0) return { value: basic(first, rest.join(' ')) };
  if (name === 'basic' && first.includes(':')) {
    const colon = first.indexOf(':');
    return { value: basic(first.slice(0, colon), first.slice(colon + 1)) };
  }
  // A real Digest value is a list of `name=value`, a real AWS one starts with AWS4-HMAC-SHA256.
  if (name === 'digest' && words.length === 2 && !written.includes('=')) {
    return { unsupported: 'Digest' };
  }
  if (name === 'aws' && words.length > 1) return { unsupported: 'AWS' };
  if (name === 'cognito' && words.length > 1) return { unsupported: 'COGNITO' };
  if ((name === 'openid' || name === 'oauth2') && words.length < 4) return { unsupported: scheme };
  return { value: written };
}

/** RFC 7617, with UTF-8. */
export function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
