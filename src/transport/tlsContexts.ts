/**
 * What OpenSSL needs to know before a handshake, made once for all who want the same:
 * to read the root certificates takes tens of milliseconds, and those of the system hundreds.
 */
import tls from 'node:tls';
import { ClientCertificateError } from './clientCertificate.ts';
import type { TlsOptions } from './connection.ts';

export type TlsContext = {
  /** Names it among all there have been: a session of one is no session of another. */
  readonly id: number;
  /** Null is Node's own. */
  readonly secure: tls.SecureContext | null;
};

/** Makes what `contextFor` will ask for; what is wrong with it is told there. */
export function prepareContext(options: TlsOptions): void {
  if (byOptions.has(options)) return;
  try {
    contextFor(options);
  } catch {
    // Whoever connects gets the same error in a place where it can be told.
  }
}

/** Throws a `ClientCertificateError` when the certificate can't be used, else OpenSSL's error. */
export function contextFor(options: TlsOptions): TlsContext {
  const known = byOptions.get(options);
  if (known !== undefined) return known;
  // Whether certificates are checked is no part of a context, but a session may depend on it.
  const key = JSON.stringify(options);
  const context = byContent.get(key) ?? { id: (lastId += 1), secure: createContext(options) };
  byOptions.set(options, context);
  byContent.set(key, context);
  const oldest = byContent.keys().next();
  if (byContent.size > maxContexts && oldest.done !== true) byContent.delete(oldest.value);
  return context;
}

const byOptions = new WeakMap<TlsOptions, TlsContext>();
const byContent = new Map<string, TlsContext>();
const maxContexts = 32;
let lastId = 0;

function createContext(options: TlsOptions): tls.SecureContext | null {
  const { clientCertificate, minVersion, maxVersion, ciphers, curves } = options;
  const context: tls.SecureContextOptions = {
    ...authorities(options),
    ...(minVersion === null ? {} : { minVersion }),
    ...(maxVersion === null ? {} : { maxVersion }),
    ...(ciphers === null ? {} : { ciphers }),
    ...(curves === null ? {} : { ecdhCurve: curves }),
  };
  if (clientCertificate === null) {
    return Object.keys(context).length === 0 ? null : tls.createSecureContext(context);
  }
  const { cert, key, pfx, passphrase } = clientCertificate;
  try {
    return tls.createSecureContext({
      ...context,
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(pfx === undefined ? {} : { pfx: Buffer.from(pfx) }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    throw new ClientCertificateError(error instanceof Error ? error.message : String(error));
  }
}

/** To name any replaces Node's own, so these are named as well; who does not verify needs none. */
function authorities(options: TlsOptions): Pick<tls.SecureContextOptions, 'ca'> {
  const { verify, extraCa, systemCa } = options;
  if (!verify || (extraCa.length === 0 && !systemCa)) return {};
  const system = systemCa ? tls.getCACertificates('system') : [];
  return { ca: [...new Set([...tls.getCACertificates('default'), ...system, ...extraCa])] };
}
