/**
 * The nonces of the servers that asked for Digest: a request to one of them answers before it is asked,
 * and so needs one hop. A protection space is an origin here (RFC 7616, section 3.3, without `domain`).
 */
import { randomBytes } from 'node:crypto';
import type { DigestSigning, HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import { digestAnswer, nextNonce, type Challenge } from './digest.ts';

export type DigestSessions = {
  /** The value of `Authorization`; null where no challenge is known yet. */
  readonly answer: (request: ResolvedRequest, signing: DigestSigning) => string | null;
  readonly remember: (
    request: ResolvedRequest,
    signing: DigestSigning,
    challenge: Challenge,
  ) => void;
  /** After an answer, whose server may name the next nonce. */
  readonly answered: (
    request: ResolvedRequest,
    signing: DigestSigning,
    headers: readonly HeaderField[],
  ) => void;
};

type Session = { readonly challenge: Challenge; readonly cnonce: string; count: number };

/** The oldest goes first. */
const maxSessions = 256;

export function createDigestSessions(): DigestSessions {
  const sessions = new Map<string, Session>();
  const keep = (key: string, challenge: Challenge): void => {
    sessions.delete(key);
    sessions.set(key, { challenge, cnonce: randomBytes(16).toString('hex'), count: 0 });
    const [oldest] = sessions.keys();
    if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
  };
  return {
    answer(request, signing) {
      const session = sessions.get(keyOf(request, signing));
      if (session === undefined) return null;
      session.count += 1;
      const { method, path, body } = request;
      const { challenge, cnonce, count } = session;
      // With `auth-int` alone, which no server known asks for, a body that is read while it is sent can't be hashed before.
      const held = body instanceof Uint8Array ? body : null;
      return digestAnswer(challenge, signing, { method, uri: path, body: held, count, cnonce });
    },
    remember(request, signing, challenge) {
      keep(keyOf(request, signing), challenge);
    },
    answered(request, signing, headers) {
      const nonce = nextNonce(headers);
      const session = nonce === null ? undefined : sessions.get(keyOf(request, signing));
      if (nonce === null || session === undefined) return;
      keep(keyOf(request, signing), { ...session.challenge, nonce });
    },
  };
}

function keyOf({ scheme, host, port }: ResolvedRequest, { user }: DigestSigning): string {
  return `${scheme}://${host}:${String(port)} ${user}`;
}
