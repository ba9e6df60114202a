/** undici's and Node's errors while a request is served, and why a connection ended → our own words for them. */
import { isCertificateAlert } from './clientCertificate.ts';
import type { ConnectionEnd, IdleEnd, WireFailure, WireFailureCode } from './connection.ts';

/** The connector's answer to a second call: the connection is gone, and the request was never written. */
export class ConnectionGoneError extends Error {
  readonly code = 'ERR_CONN_GONE';
}

/** How long the head of an answer may be: Node's own 16 kB are less than real servers send; curl takes 300 kB. */
export const maxHeaderBytes = 256 * 1024;

type CodedError = Error & { readonly code?: string };

/** `responseBytes` counts what came for this request. */
export function sendFailure(thrown: CodedError, responseBytes: number): WireFailure {
  const code = codeOf(thrown, responseBytes);
  const limit = code === 'too-large' ? maxHeaderBytes : null;
  return { code, detail: thrown.message, addresses: [], limit };
}

function codeOf({ code, message }: CodedError, responseBytes: number): WireFailureCode {
  if (isCertificateAlert(code)) return 'client-certificate';
  switch (code) {
    case 'ERR_BODY_UNREADABLE':
      return 'body-unreadable';
    case 'ERR_CONN_GONE':
      return 'closed-before-response';
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return 'not-supported';
    case 'UND_ERR_SOCKET':
      if (message.startsWith('bad ')) return 'protocol-error';
      return responseBytes === 0 ? 'closed-before-response' : 'truncated-response';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return 'connection-reset';
    case 'UND_ERR_HEADERS_OVERFLOW':
      return 'too-large';
    case 'HPE_INVALID_EOF_STATE':
      return 'truncated-response';
    default:
      return 'protocol-error';
  }
}

/** What a failure in flight does to its connection. */
export function endAfter(code: WireFailureCode): ConnectionEnd {
  switch (code) {
    case 'protocol-error':
    case 'timeout':
      return code;
    case 'aborted':
    case 'too-large':
    case 'body-unreadable':
      return 'aborted';
    default:
      return 'receive-error';
  }
}

/** What undici's `disconnect` or the socket says of a connection that nobody used; null when it ended without an error. */
export function idleEnd(error: CodedError | null): IdleEnd {
  if (error === null) return 'server-closed-idle';
  const { code, message } = error;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT') return 'server-reset-idle';
  return code === 'UND_ERR_SOCKET' && !message.startsWith('bad ')
    ? 'server-closed-idle'
    : 'unexpected-data';
}
