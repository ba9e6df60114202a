/** A body without what must not be kept: known secrets, and members and fields called like one. */
import { maskSecrets } from '../request/secrets.ts';
import { isSecretField } from './mask.ts';

export function maskBody(body: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = decoded(body);
  if (text !== null) return encoder.encode(maskBodyText(text, secrets));
  return secrets.reduce((bytes, secret) => withoutBytes(bytes, encoder.encode(secret)), body);
}

const encoder = new TextEncoder();

export function maskBodyText(text: string, secrets: readonly string[]): string {
  return maskFields(maskText(text, secrets));
}

/** Secrets as they are, as a URL carries them, and as JSON writes them. */
export function maskText(text: string, secrets: readonly string[]): string {
  const inJson = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  return maskSecrets(text, [...new Set([...secrets, ...inJson])]);
}

function maskFields(text: string): string {
  return text
    .replace(member, (whole, name: string, between: string) =>
      isSecretField(name.slice(1, -1)) ? `${name}${between}"***"` : whole,
    )
    .replace(field, (whole, lead: string, name: string) =>
      isSecretField(name) ? `${lead}${name}=***` : whole,
    );
}

const member = /("(?:[^"\\\n]|\\.){1,100}")(\s*:\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g;
const field = /(^|[?&;\s])([\w.-]{1,100})=([^&;\s"'<>]+)/g;

/** Null where it is no UTF-8. */
function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

const star = 0x2a;

/** Each place that holds the bytes, in stars of the same length. */
function withoutBytes(bytes: Uint8Array, secret: Uint8Array): Uint8Array {
  const [first] = secret;
  if (first === undefined) return bytes;
  const masked = bytes.slice();
  for (let at = masked.indexOf(first); at !== -1; at = masked.indexOf(first, at + 1)) {
    if (secret.every((byte, index) => masked[at + index] === byte)) {
      masked.fill(star, at, at + secret.length);
    }
  }
  return masked;
}
