/**
 * HTTP Digest (RFC 7616, and RFC 2069 where a server asks for no `qop`): reading a challenge and answering it.
 * Pure: which nonce was used how often is kept in `digestSessions.ts`.
 */
import { headerValue } from '../request/headerValue.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';

export type Challenge = {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As the server wrote it; null when it named none, which is MD5. */
  readonly algorithm: string | null;
  readonly qop: 'auth' | 'auth-int' | null;
  /** The answer was right, but its nonce is no longer taken. */
  readonly stale: boolean;
  /** The name goes out as a hash. */
  readonly userhash: boolean;
  readonly isUtf8: boolean;
};

/** The first challenge that can be answered; null without one. `by` is the field of a server or of a proxy. */
export function digestChallenge(
  headers: readonly HeaderField[],
  by: 'www-authenticate' | 'proxy-authenticate' = 'www-authenticate',
): Challenge | null {
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== by) continue;
    for (const { scheme, parameters } of challengesIn(value)) {
      const challenge = scheme === 'digest' ? challengeOf(parameters) : null;
      if (challenge !== null) return challenge;
    }
  }
  return null;
}

/** The nonce that `Authentication-Info` names for the next request (RFC 7616, section 3.5). */
export function nextNonce(headers: readonly HeaderField[]): string | null {
  const info = headerValue(headers, 'authentication-info');
  if (info === null) return null;
  return parametersOf(info).get('nextnonce') ?? null;
}

export type DigestRequest = {
  readonly method: string;
  /** As on the request line. */
  readonly uri: string;
  readonly body: Uint8Array | null;
  /** How often this nonce has been used, this time included. */
  readonly count: number;
  readonly cnonce: string;
};

/** The value of `Authorization`. */
export function digestAnswer(
  challenge: Challenge,
  credentials: { readonly user: string; readonly password: string },
  request: DigestRequest,
): string {
  const { realm, nonce, opaque, algorithm, qop, userhash } = challenge;
  const { method, uri, body, count, cnonce } = request;
  const hashed = hashOf(algorithm);
  const hash = (text: string): string => hashed(Buffer.from(text, 'latin1'));
  const [user, password] = [asBytes(credentials.user), asBytes(credentials.password)];
  const isSession = /-sess$/i.test(algorithm ?? '');
  const plain = hash(`${user}:${realm}:${password}`);
  const secret = isSession ? hash(`${plain}:${nonce}:${cnonce}`) : plain;
  const nc = count.toString(16).padStart(8, '0');
  const ofBody = qop === 'auth-int' ? `:${hashed(body ?? new Uint8Array(0))}` : '';
  const what = hash(`${method}:${uri}${ofBody}`);
  const middle = qop === null ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  const fields = [
    userhash ? `username=${quoted(hash(`${user}:${realm}`))}` : userField(challenge, credentials),
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${nc}`]),
    ...(qop === null && !isSession ? [] : [`cnonce=${quoted(cnonce)}`]),
    `response=${quoted(hash(`${secret}:${middle}:${what}`))}`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(userhash ? ['userhash=true'] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** What the names of RFC 7616, section 6.1, are to OpenSSL. */
const algorithms: Readonly<Record<string, string>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
};

function challengeOf(parameters: ReadonlyMap<string, string>): Challenge | null {
  const [realm, nonce] = [parameters.get('realm'), parameters.get('nonce')];
  if (realm === undefined || nonce === undefined) return null;
  const algorithm = parameters.get('algorithm') ?? null;
  if (!Object.hasOwn(algorithms, baseName(algorithm))) return null;
  const offered =
    parameters
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/) ?? [];
  const qop = offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : null;
  // It wants a protection that nobody here knows.
  if (qop === null && offered.some((name) => name !== '')) return null;
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    algorithm,
    qop,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
    userhash: parameters.get('userhash')?.toLowerCase() === 'true',
    isUtf8: parameters.get('charset')?.toLowerCase() === 'utf-8',
  };
}

function baseName(algorithm: string | null): string {
  return (algorithm ?? 'MD5').toLowerCase().replace(/-sess$/, '');
}

function hashOf(algorithm: string | null): (data: Uint8Array) => string {
  const name = algorithms[baseName(algorithm)] ?? 'md5';
  // Few requests are signed, so it is not loaded with the rest.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return (data) => createHash(name).update(data).digest('hex');
}

/** A name outside ASCII goes as RFC 5987 has it where the server knows UTF-8, else as its bytes, as curl sends it. */
function userField({ isUtf8 }: Challenge, { user }: { readonly user: string }): string {
  const isAscii = /^[\x20-\x7e]*$/.test(user);
  if (isAscii || !isUtf8) return `username=${quoted(asBytes(user))}`;
  return `username*=UTF-8''${encodeURIComponent(user.toWellFormed()).replace(/['()*]/g, hex)}`;
}

function hex(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** UTF-8, one letter for each byte: the way in which headers are read and written. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

type WrittenChallenge = {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
};

/** One field may hold several challenges, with commas between and within (RFC 9110, section 11.6.1). */
function challengesIn(value: string): readonly WrittenChallenge[] {
  const starts = Array.from(
    value.matchAll(/(?:^|,)[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[ \t]+[^\s=,]|\s*$|\s*,)/g),
  );
  const found = starts.filter(({ index }) => !isInQuotes(value, index));
  return found.map((match, at) => ({
    scheme: (match[1] ?? '').toLowerCase(),
    parameters: parametersOf(value.slice(match.index + match[0].length, found[at + 1]?.index)),
  }));
}

function isInQuotes(value: string, at: number): boolean {
  return (value.slice(0, at).replace(/\\./g, '').split('"').length - 1) % 2 === 1;
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const parameter = /([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/g;
  return new Map(
    Array.from(text.matchAll(parameter), ([, name = '', inQuotes, bare = '']) => [
      name.toLowerCase(),
      inQuotes?.replace(/\\(.)/g, '$1') ?? bare,
    ]),
  );
}
