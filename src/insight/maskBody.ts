/** A body without what must not be kept: known secrets, and members and fields called like one. */
import { maskBytes, maskCutBytes } from './byteMask.ts';
import { isSecretField } from '../request/secretNames.ts';
import { maskCutText, maskText } from './maskText.ts';

export function maskBody(body: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = decoded(body);
  return text === null ? maskBytes(body, secrets) : encoder.encode(maskBodyText(text, secrets));
}

/** The same for the beginning of a body: nor what it holds of a secret that goes on behind it. */
export function maskCutBody(beginning: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = decoded(beginning, true);
  if (text === null) return maskCutBytes(beginning, secrets);
  return encoder.encode(maskFields(maskCutText(text, secrets)));
}

/** Without the secrets that are known, and else as it came. */
export function maskKnown(body: Uint8Array, secrets: readonly string[]): Uint8Array {
  if (secrets.length === 0) return body;
  const text = decoded(body);
  return text === null ? maskBytes(body, secrets) : encoder.encode(maskText(text, secrets));
}

const encoder = new TextEncoder();

export function maskBodyText(text: string, secrets: readonly string[]): string {
  return maskFields(maskText(text, secrets));
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

/** The values of members and fields called like a secret, as they are written; of a string also what it says. */
export function secretFields(text: string): readonly string[] {
  const members = Array.from(text.matchAll(member), ([, name = '', , value = '']) =>
    isSecretField(name.slice(1, -1)) ? [value.replace(/^"|"$/g, ''), unescaped(value)] : [],
  );
  const fields = Array.from(text.matchAll(field), ([, , name = '', value = '']) =>
    isSecretField(name) ? value : '',
  );
  return [...new Set([...members.flat(), ...fields])].filter((value) => value !== '');
}

/** Empty where there is nothing to it, or it is no JSON. */
function unescaped(value: string): string {
  if (!value.includes('\\')) return '';
  try {
    return String(JSON.parse(value));
  } catch {
    return '';
  }
}

/** The text may end in a value: it was cut, or did not come to its end. */
const member = /("(?:[^"\\\n]|\\.){1,100}")(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*)/g;
const field = /(^|[?&;\s])([\w.-]{1,100})=([^&;\s"'<>]+)/g;

/**
 * Null where it is no UTF-8: what is in UTF-16 may look like it, but has a NUL beside each letter.
 * Where it was cut, the half of a letter at its end is left out.
 */
function decoded(body: Uint8Array, isCut = false): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body, {
      stream: isCut,
    });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
