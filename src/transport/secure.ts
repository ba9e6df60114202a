/** TLS over an open socket, with the protocol chosen by ALPN and sessions resumed where they may be. */
import net from 'node:net';
import tls from 'node:tls';
import { ClientCertificateError, keepCertificateAlert } from './clientCertificate.ts';
import type { TlsOptions } from './connection.ts';
import { keepSession, sessionFor } from './tlsSessions.ts';

/** `alpn` in the order of preference (RFC 7301). */
export function secure(
  socket: net.Socket,
  host: string,
  port: number,
  options: TlsOptions,
  alpn: readonly string[],
): Promise<tls.TLSSocket> {
  const { verify, extraCa, clientCertificate } = options;
  const key = JSON.stringify([host, port, verify, extraCa, clientCertificate, alpn]);
  const session = sessionFor(key);
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      host,
      // SNI takes names only, without the dot at the end (RFC 6066, section 3).
      servername: net.isIP(host) === 0 ? host.replace(/\.$/, '') : '',
      ALPNProtocols: [...alpn],
      rejectUnauthorized: verify,
      ...(session === undefined ? {} : { session }),
      ...(needsContext(options) ? { secureContext: contextFor(options) } : {}),
    });
    secured.on('error', (error: Error) => {
      keepCertificateAlert(secured, error);
      reject(error);
      // After the handshake Node only tells of an error, such as a bad record, and leaves the socket open.
      secured.destroy(error);
    });
    secured.on('session', (fresh: Buffer) => {
      keepSession(key, fresh);
    });
    secured.once('secureConnect', () => {
      resolve(secured);
    });
  });
}

function needsContext({ extraCa, clientCertificate }: TlsOptions): boolean {
  return extraCa.length > 0 || clientCertificate !== null;
}

/** Reading the root certificates takes milliseconds, so one context serves all who want the same. */
const contexts = new Map<string, tls.SecureContext>();
const maxContexts = 32;

function contextFor(options: TlsOptions): tls.SecureContext {
  const key = JSON.stringify([options.extraCa, options.clientCertificate]);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const context = createContext(options);
  contexts.set(key, context);
  const oldest = contexts.keys().next();
  if (contexts.size > maxContexts && oldest.done !== true) contexts.delete(oldest.value);
  return context;
}

function createContext({ extraCa, clientCertificate }: TlsOptions): tls.SecureContext {
  const ca = extraCa.length === 0 ? {} : { ca: [...tls.getCACertificates('default'), ...extraCa] };
  if (clientCertificate === null) return tls.createSecureContext(ca);
  const { cert, key, pfx, passphrase } = clientCertificate;
  try {
    return tls.createSecureContext({
      ...ca,
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(pfx === undefined ? {} : { pfx: Buffer.from(pfx) }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    throw new ClientCertificateError(error instanceof Error ? error.message : String(error));
  }
}
