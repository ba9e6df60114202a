/** TLS over an open socket, with the protocol chosen by ALPN and sessions resumed where they may be. */
import net from 'node:net';
import tls from 'node:tls';
import { keepCertificateAlert } from './clientCertificate.ts';
import type { TlsOptions } from './connection.ts';
import { unpinnedKey } from './pinnedKeys.ts';
import { contextFor } from './tlsContexts.ts';
import { keepSession, sessionFor } from './tlsSessions.ts';

/** `alpn` in the order of preference (RFC 7301). */
export function secure(
  socket: net.Socket,
  host: string,
  port: number,
  options: TlsOptions,
  alpn: readonly string[],
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const context = contextFor(options);
    const key = JSON.stringify([context.id, host, port, alpn]);
    const session = sessionFor(key);
    const secured = tls.connect({
      socket,
      host,
      // SNI takes names only, without the dot at the end (RFC 6066, section 3).
      servername: net.isIP(host) === 0 ? host.replace(/\.$/, '') : '',
      ALPNProtocols: [...alpn],
      rejectUnauthorized: options.verify,
      ...(session === undefined ? {} : { session }),
      ...(context.secure === null ? {} : { secureContext: context.secure }),
    });
    secured.on('error', (error: Error) => {
      keepCertificateAlert(secured, error);
      reject(error);
      // After the handshake Node only tells of an error, such as a bad record, and leaves the socket open.
      secured.destroy(error);
    });
    let isRightPeer = false;
    // Node tells of sessions after `secureConnect`, but only those who listen before.
    secured.on('session', (fresh: Buffer) => {
      if (isRightPeer) keepSession(key, fresh);
    });
    secured.once('secureConnect', () => {
      const unpinned = unpinnedKey(secured, options.pinnedKeys);
      isRightPeer = unpinned === null;
      if (unpinned === null) resolve(secured);
      else secured.destroy(unpinned);
    });
  });
}
