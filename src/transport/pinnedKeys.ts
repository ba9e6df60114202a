/** Keys that a peer is held to, whatever its certificate says and whether or not that is checked (CURLOPT_PINNEDPUBLICKEY). */
import type tls from 'node:tls';

/** `unpinnedKey`: the one that came, as settings write it. */
export class UnpinnedKeyError extends Error {
  readonly code = 'ERR_UNPINNED_KEY';
  readonly unpinnedKey: string;

  constructor(unpinnedKey: string) {
    super(`Its key is ${unpinnedKey}, which is none of those pinned`);
    this.unpinnedKey = unpinnedKey;
  }
}

/**
 * What is wrong with the peer's key; null when it may be. `pinned`: SHA-256 of each key, in Base64; null takes any.
 * Node knows no certificate of a resumed session. That needs none: sessions are kept of peers that have passed,
 * for those who pin the same, and to resume one proves to be the same peer (RFC 8446, section 2.2).
 */
export function unpinnedKey(
  socket: tls.TLSSocket,
  pinned: readonly string[] | null,
): UnpinnedKeyError | null {
  if (pinned === null || socket.isSessionReused()) return null;
  // `getPeerX509Certificate` would take the certificate away from whoever asks next.
  const certificate = socket.getPeerCertificate();
  // Where the cipher is one without a certificate, nothing can be right.
  const digest = 'raw' in certificate ? keyDigest(certificate.raw) : '';
  return pinned.includes(digest) ? null : new UnpinnedKeyError(`sha256//${digest}`);
}

function keyDigest(certificate: Buffer): string {
  const { X509Certificate, createHash } = process.getBuiltinModule('node:crypto');
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
