/** The TLS side of an `Ask`, the same for both clients. */
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
