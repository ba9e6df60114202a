/** Digest for an HTTP proxy (RFC 7616, section 3.8): on a request that it forwards, and on the CONNECT of a tunnel. */
import type { ProxyWant } from '../pool/want.ts';
import type { DigestSigning, HeaderField } from '../request/resolvedRequest.ts';
import type { ProxyAuthorize } from '../transport/connection.ts';
import { digestChallenge, type Challenge } from './digest.ts';
import type { Asked, DigestSessions } from './digestSessions.ts';

export type ProxyChallenge = {
  readonly place: string;
  readonly signing: DigestSigning;
  readonly challenge: Challenge;
};

/** What a 407 asks for that can be answered with what the settings say; null where there is nothing. */
export function proxyChallenge(
  proxy: ProxyWant,
  headers: readonly HeaderField[],
): ProxyChallenge | null {
  const signing = loginOf(proxy);
  const challenge = signing === null ? null : digestChallenge(headers, 'proxy-authenticate');
  if (signing === null || challenge === null) return null;
  return { place: placeOf(proxy), signing, challenge };
}

/** The value of `Proxy-Authorization`: Basic until the proxy has asked for Digest. */
export function proxyAuthorization(
  proxy: ProxyWant,
  digests: DigestSessions,
  asked: Asked,
): string | null {
  if (digests.isEmpty()) return proxy.credentials;
  const signing = loginOf(proxy);
  const answer = signing === null ? null : digests.answer(placeOf(proxy), signing, asked);
  return answer ?? proxy.credentials;
}

/** For one opening: a wrong password is not tried twice, a stale nonce is none. */
export function tunnelAuthorize(proxy: ProxyWant, digests: DigestSessions): ProxyAuthorize {
  let answers = 0;
  /** The answer to the last refusal, which may have to go out on another connection. */
  let answer: string | null = null;
  return (authority, refusal) => {
    const asked = { method: 'CONNECT', uri: authority, body: null };
    if (refusal === null) return answer ?? proxyAuthorization(proxy, digests, asked);
    const found = proxyChallenge(proxy, refusal);
    if (found === null || !mayAnswer(found.challenge, answers)) return null;
    answers += 1;
    digests.remember(found.place, found.signing, found.challenge);
    answer = proxyAuthorization(proxy, digests, asked);
    return answer;
  };
}

/** More would be a server that never has enough. */
const maxAnswers = 3;

/** `answers` to the same one so far. */
export function mayAnswer({ stale }: Challenge, answers: number): boolean {
  return answers === 0 || (stale && answers < maxAnswers);
}

function placeOf({ kind, host, port }: ProxyWant): string {
  return `${kind} proxy ${host}:${String(port)}`;
}

/** User and password as the settings have them for Basic. */
function loginOf({ kind, credentials }: ProxyWant): DigestSigning | null {
  const base64 = /^basic\s+(\S+)$/i.exec(credentials ?? '')?.[1];
  if (kind === 'socks5' || base64 === undefined) return null;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return null;
  return { kind: 'digest', user: text.slice(0, colon), password: text.slice(colon + 1) };
}
