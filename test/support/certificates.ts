/** Certificates made on the fly, once per process: one authority, and leaves that are right or wrong in one way each. */
import { generate } from 'selfsigned';

export type KeyPair = { readonly cert: string; readonly key: string };

export type Certificates = {
  /** The authority's certificate: what a client must trust. PEM, as all here. */
  readonly ca: string;
  /** For localhost, 127.0.0.1 and ::1. */
  readonly localhost: KeyPair;
  /** As `localhost`, but over since a year. */
  readonly expired: KeyPair;
  /** For `wrong.test` only. */
  readonly wrongName: KeyPair;
  /** As `localhost`, but signed by itself. */
  readonly selfSigned: KeyPair;
  /** For clients, signed by the authority. */
  readonly client: KeyPair;
  /** For clients, signed by itself. */
  readonly stranger: KeyPair;
};

let made: Promise<Certificates> | null = null;

export function certificates(): Promise<Certificates> {
  made ??= make();
  return made;
}

const yearMs = 365 * 24 * 3600 * 1000;
const loopback = [
  { type: 2 as const, value: 'localhost' },
  { type: 7 as const, ip: '127.0.0.1' },
  { type: 7 as const, ip: '::1' },
];

type Authority = { readonly cert: string; readonly key: string };

async function make(): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'Keepalive test authority' }], {
    ...common(0, 1),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const ca = { cert: authority.cert, key: authority.private };
  const [localhost, expired, wrongName, selfSigned, client, stranger] = await Promise.all([
    leaf('localhost', loopback, 0, 1, ca),
    leaf('localhost', loopback, -2, -1, ca),
    leaf('wrong.test', [{ type: 2, value: 'wrong.test' }], 0, 1, ca),
    leaf('localhost', loopback, 0, 1, null),
    leaf('client.test', [], 0, 1, ca),
    leaf('stranger.test', [], 0, 1, null),
  ]);
  return { ca: ca.cert, localhost, expired, wrongName, selfSigned, client, stranger };
}

/** Valid from `fromYears` to `toYears`, counted from now. */
async function leaf(
  name: string,
  altNames: ({ type: 2; value: string } | { type: 7; ip: string })[],
  fromYears: number,
  toYears: number,
  ca: Authority | null,
): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...common(fromYears, toYears),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName' as const, altNames }]),
    ],
    ...(ca && { ca }),
  });
  return { cert: made.cert, key: made.private };
}

/** An hour early, so that a clock a little behind still finds them valid. */
function common(fromYears: number, toYears: number) {
  return {
    keyType: 'ec' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 3600_000 + fromYears * yearMs),
    notAfterDate: new Date(Date.now() + toYears * yearMs),
  };
}
