/** Hides what is secret in a URL, and in those that are wrapped into it, as a login's way back is. */
import { isSecretField } from '../request/secretNames.ts';

const stars = '***';

/** Each address inside another and each escaping of it is a step. Deeper nobody wraps them; what is deeper is hidden as a whole. */
const maxDepth = 6;

const userInfo = /^([a-z][a-z0-9+.-]*:\/\/|\/\/)[^/?#]*@/i;
const parameter = /([?&#;])([^=&#;?]+)=([^&#;]*)/g;

/** A value in which parameters or credentials may stand, escaped or not. */
const mayWrap = /[=@]|%(?:25)*(?:3d|40)/i;

/** A URL or a path without its user information and the values of token-like parameters. */
export function maskUrl(url: string): string {
  return maskedTo(maxDepth, url);
}

function maskedTo(depth: number, url: string): string {
  const bare = url.includes('@') ? url.replace(userInfo, `$1${stars}@`) : url;
  if (!bare.includes('=')) return bare;
  return bare.replace(parameter, (_, lead: string, name: string, value: string) =>
    isSecretField(decoded(name))
      ? `${lead}${name}=${stars}`
      : `${lead}${name}=${maskedValue(depth, value)}`,
  );
}

/** As it is written where nothing in it is secret. */
function maskedValue(depth: number, value: string): string {
  if (!mayWrap.test(value)) return value;
  if (depth === 0) return stars;
  const plain = maskedTo(depth - 1, value);
  if (plain !== value) return plain;
  const inner = decoded(value);
  const masked = inner === value ? inner : maskedValue(depth - 1, inner);
  return masked === inner ? value : encodeURIComponent(masked);
}

/** The values of token-like parameters in a URL or a form, as they are written. */
export function secretParameters(url: string): readonly string[] {
  return secretsTo(maxDepth, url);
}

function secretsTo(depth: number, url: string): readonly string[] {
  const pairs = [...url.matchAll(parameter)];
  return pairs.flatMap(([, , name = '', value = '']) =>
    isSecretField(decoded(name)) ? [value] : secretsInValue(depth, value),
  );
}

function secretsInValue(depth: number, value: string): readonly string[] {
  if (!mayWrap.test(value)) return [];
  if (depth === 0) return [value];
  const plain = secretsTo(depth - 1, value);
  const inner = decoded(value);
  return plain.length > 0 || inner === value ? plain : secretsInValue(depth - 1, inner);
}

/** What escapes stand for; those that are none are left as they are. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
