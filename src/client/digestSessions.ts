/**
 * The nonces of the servers that asked for Digest: a request to one of them answers before it is asked,
 * and so needs one hop. A protection space is an origin here (RFC 7616, section 3.3, without `domain`).
 */
import type { DigestSigning, HeaderField, RequestBody } from '../request/resolvedRequest.ts';
import { digestAnswer, nextNonce, type Challenge } from './digest.ts';

/** What is to be allowed. */
export type Asked = {
  readonly method: string;
  /** As on the request line. */
  readonly uri: string;
  readonly body: RequestBody | null;
};

/** `place` is who asks: an origin, or a proxy. */
export type DigestSessions = {
  readonly isEmpty: () => boolean;
  /** The value of `Authorization`; null where no challenge is known yet. */
  readonly answer: (place: string, signing: DigestSigning, asked: Asked) => string | null;
  readonly remember: (place: string, signing: DigestSigning, challenge: Challenge) => void;
  /** After an answer, whose server may name the next nonce. */
  readonly answered: (
    place: string,
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
    const cnonce = crypto.randomUUID().replaceAll('-', '');
    sessions.set(key, { challenge, cnonce, count: 0 });
    const [oldest] = sessions.keys();
    if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
  };
  return {
    isEmpty: () => sessions.size === 0,
    answer(place, signing, { method, uri, body }) {
      const session = sessions.get(keyOf(place, signing));
      if (session === undefined) return null;
      session.count += 1;
      const { challenge, cnonce, count } = session;
      // With `auth-int` alone, which no server known asks for, a body that is read while it is sent can't be hashed before.
      const held = body instanceof Uint8Array ? body : null;
      return digestAnswer(challenge, signing, { method, uri, body: held, count, cnonce });
    },
    remember(place, signing, challenge) {
      keep(keyOf(place, signing), challenge);
    },
    answered(place, signing, headers) {
      const nonce = nextNonce(headers);
      const key = keyOf(place, signing);
      const session = nonce === null ? undefined : sessions.get(key);
      if (nonce !== null && session !== undefined) keep(key, { ...session.challenge, nonce });
    },
  };
}

function keyOf(place: string, { user }: DigestSigning): string {
  return `${place} ${user}`;
}
