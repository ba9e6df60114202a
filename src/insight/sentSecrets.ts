/** What must not be seen of an exchange wherever it is kept: its secrets, and what its own heads carry. */
import type { Exchange, Hop } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { isMaskable } from '../request/secrets.ts';
import { maskHeader, secretParameters } from './mask.ts';

export function sentSecrets({ secrets, url, hops }: Exchange): readonly string[] {
  const found = [...secrets, ...secretsOfUrl(url), ...hops.flatMap(secretsOfHop)];
  return [...new Set(found)].filter(isMaskable);
}

function secretsOfHop({ url, requestHeaders, interim, response }: Hop): readonly string[] {
  const came = interim.flatMap((head) => head.headers);
  const headers = [...requestHeaders, ...came, ...(response?.headers ?? [])];
  return [...secretsOfUrl(url), ...headers.flatMap(secretsOfHeader)];
}

function secretsOfHeader([name, value]: HeaderField): readonly string[] {
  const lower = name.toLowerCase();
  if (lower === 'cookie') return value.split(';').map(pairValue);
  if (lower === 'set-cookie') return [pairValue(value.split(';')[0] ?? '')];
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
  return [user, password, ...secretParameters(url)].flatMap((one) => [one, percentDecoded(one)]);
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
