/** The TLS side of an `Ask`, the same for both clients. */
import { createHash, createPublicKey } from 'node:crypto';
import { certificates, type KeyPair } from '../support/certificates.ts';
import type { Ask } from './scenario.ts';

/** The authorities to trust, in PEM. */
export async function caFor({ otherCa }: Ask): Promise<string> {
  const { ca, selfSigned } = await certificates();
  return otherCa ? `${ca}\n${selfSigned.cert}` : ca;
}

/** No server asks for one: that it would be offered is enough to keep connections apart. */
export async function clientCertificate(name: 'ada' | 'bob'): Promise<KeyPair> {
  const { localhost, wrongName } = await certificates();
  return name === 'ada' ? localhost : wrongName;
}

/** SHA-256 of keys in Base64, the server's own among them or not. */
export async function pinnedKeys(pinned: NonNullable<Ask['pinned']>): Promise<readonly string[]> {
  const { localhost, wrongName } = await certificates();
  const [own, other] = [localhost, wrongName].map(({ key }) => {
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(spki).digest('base64');
  });
  const keys = { own: [own], other: [other], 'own or other': [other, own] }[pinned];
  return keys.filter((key) => key !== undefined);
}
