/** How TLS tells that a client certificate is not right, or missing. */

import type net from 'node:net';

type CodedError = Error & { readonly code?: string };

/** The certificate of the settings can't be read, or does not fit its key. */
export class ClientCertificateError extends Error {
  readonly code = 'ERR_CLIENT_CERTIFICATE';
}

/** Whether this error is the peer's word on our certificate: an alert of RFC 8446, section 6.2, as OpenSSL names it. */
export function isCertificateAlert(code: string | undefined): boolean {
  return code !== undefined && (code === 'ERR_CLIENT_CERTIFICATE' || alert.test(code));
}

const alert =
  /_ALERT_(CERTIFICATE_REQUIRED|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/;

/**
 * In TLS 1.3 the alert comes after the handshake, when nobody may be looking at the socket yet,
 * and whoever sends on it afterwards meets no more than its end: so the alert is kept.
 */
const alerts = new WeakMap<net.Socket, Error>();

export function keepCertificateAlert(socket: net.Socket, error: CodedError): void {
  if (isCertificateAlert(error.code)) alerts.set(socket, error);
}

/** The alert that came on this socket, else the error as it is. */
export function certificateAlertOr(error: CodedError, socket: net.Socket): CodedError {
  return alerts.get(socket) ?? error;
}
