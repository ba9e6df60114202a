/** What must not be seen of an exchange wherever it is kept or shown: its secrets, and what it sent or was given as one. */
import type { Exchange, Hop, SentBody } from '../client/exchange.ts';
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import { isMaskable } from '../request/secrets.ts';
import { maskHeader } from './mask.ts';
import { secretParameters } from './maskUrl.ts';
import { secretsOfBody } from './sentBody.ts';

export function sentSecrets({ secrets, url, hops }: Exchange): readonly string[] {
  const found = [...secrets, ...secretsOfUrl(url), ...hops.flatMap(secretsOfHop)];
  return [...new Set(found)].filter(isMaskable);
}

/** Those of one head: its URL or path, and its fields. An answer has no URL. */
export function headSecrets(url: string, headers: readonly HeaderField[]): readonly string[] {
  return [...secretsOfUrl(url), ...headers.flatMap(secretsOfHeader)].filter(isMaskable);
}

export type Sending = Pick<ResolvedRequest, 'secrets' | 'headers' | 'body'>;

/** Those that a request holds before it is sent: which it knows as such, and what its body carries. */
export function requestSecrets({ secrets, headers, body }: Sending): readonly string[] {
  if (!(body instanceof Uint8Array) || body.length > maxLookedThrough) return secrets;
  const written = secretsWritten({ length: body.length, bytes: body }, headers);
  return [...secrets, ...written.filter(isMaskable)];
}

/** As much as an exchange keeps of what was sent. */
const maxLookedThrough = 256 * 1024;

function secretsOfHop(hop: Hop): readonly string[] {
  const { url, requestHeaders, requestBody, interim, response } = hop;
  const came = interim.flatMap((head) => head.headers);
  const headers = [...requestHeaders, ...came, ...(response?.headers ?? [])];
  const written = requestBody === null ? [] : secretsWritten(requestBody, requestHeaders);
  return [...secretsOfUrl(url), ...headers.flatMap(secretsOfHeader), ...written];
}

function secretsWritten(body: SentBody, headers: readonly HeaderField[]): readonly string[] {
  const sent = secretsOfBody(body, headers);
  return sent.filter(isNoWord).flatMap((one) => [one, percentDecoded(one)]);
}

function secretsOfHeader([name, value]: HeaderField): readonly string[] {
  const lower = name.toLowerCase();
  if (lower === 'cookie') return value.split(';').map(pairValue).filter(isNoWord);
  if (lower === 'set-cookie') return [pairValue(value.split(';')[0] ?? '')].filter(isNoWord);
  if (/^(?:proxy-)?authorization$/.test(lower)) return credentials(value);
  if (/^(?:(?:content-)?location|referer)$/.test(lower)) return secretsOfUrl(value);
  return maskHeader(name, value) === value ? [] : [value.trim()];
}

/** `Basic` carries a name and a password that may stand elsewhere as they are. */
function credentials(value: string): readonly string[] {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  if (rest === '') return [value];
  if (scheme.toLowerCase() !== 'basic') {
    return [
      rest,
      ...Array.from(
        rest.matchAll(/(?:response|cnonce|signature)="?([^",\s]+)/gi),
        ([, one = '']) => one,
      ),
    ];
  }
  const pair = decoded(rest);
  return [rest, pair, pair.slice(pair.indexOf(':') + 1)];
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return '';
  }
}

function secretsOfUrl(url: string): readonly string[] {
  const user = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1] ?? '';
  const password = user.slice(user.indexOf(':') + 1);
  const parameters = secretParameters(url).filter(isNoWord);
  return [user, password, ...parameters].flatMap((one) => [one, percentDecoded(one)]);
}

/** `theme=dark` and `?key=title` are masked where they stand: taken out everywhere, such a word would spoil whole texts. */
function isNoWord(value: string): boolean {
  return !/^[a-z-]{1,7}$/i.test(value);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function pairValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}
