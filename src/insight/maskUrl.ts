/** Hides what is secret in a URL, and in those that are wrapped into it, as a login's way back is. */
import { isSecretField } from '../request/secretNames.ts';

const stars = '***';

/** Deeper nobody wraps them; what is deeper is hidden as a whole. */
const maxDepth = 3;

const userInfo = /^([a-z][a-z0-9+.-]*:\/\/|\/\/)[^/?#]*@/i;
const parameter = /([?&#;])([^=&#;?]+)=([^&#;]*)/g;

/** A URL or a path without its user information and the values of token-like parameters. */
export function maskUrl(url: string): string {
  return maskedTo(maxDepth, url);
}

function maskedTo(depth: number, url: string): string {
  const bare = url.includes('@') ? url.replace(userInfo, `$1${stars}@`) : url;
  if (!bare.includes('=')) return bare;
  return bare.replace(parameter, (whole: string, lead: string, name: string, value: string) => {
    if (isSecretField(decoded(name))) return `${lead}${name}=${stars}`;
    const inner = innerUrl(value);
    if (inner === null) return whole;
    const masked = depth === 0 ? stars : maskedTo(depth - 1, inner);
    if (masked === inner) return whole;
    return `${lead}${name}=${inner === value ? masked : encodeURIComponent(masked)}`;
  });
}

/** The values of token-like parameters in a URL or a form, as they are written. */
export function secretParameters(url: string): readonly string[] {
  return secretsTo(maxDepth, url);
}

function secretsTo(depth: number, url: string): readonly string[] {
  const pairs = [...url.matchAll(parameter)];
  return pairs.flatMap(([, , name = '', value = '']) => {
    if (isSecretField(decoded(name))) return [value];
    const inner = innerUrl(value);
    if (inner === null) return [];
    return depth === 0 ? [value] : secretsTo(depth - 1, inner);
  });
}

/** The value, if it may hold parameters or credentials of its own: as it is written, else decoded. */
function innerUrl(value: string): string | null {
  if (value.includes('=') || value.includes('@')) return value;
  return /%3d|%40/i.test(value) ? decoded(value) : null;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
