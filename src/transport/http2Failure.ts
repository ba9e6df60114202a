/** How a stream of HTTP/2 ended before its answer was whole → our own words for it. */
import { constants } from 'node:http2';
import { isCertificateAlert } from './clientCertificate.ts';
import type { WireFailure, WireFailureCode } from './connection.ts';

type CodedError = Error & { readonly code?: string };

export type StreamEnd = {
  readonly error: CodedError;
  readonly rstCode: number;
  /** Whether the whole connection has ended, not the stream alone. */
  readonly connectionOver: boolean;
  readonly hasHead: boolean;
  /** Whether the server has sent its settings, with which HTTP/2 begins. */
  readonly isHttp2: boolean;
};

export function streamFailure(end: StreamEnd): WireFailure {
  const code = codeOf(end);
  // The library only knows that it could make nothing of what came.
  const isOther = code === 'protocol-error' && end.connectionOver && !end.isHttp2;
  return { code, detail: isOther ? 'HTTP/2' : end.error.message, addresses: [], limit: null };
}

function codeOf({ error, rstCode, connectionOver, hasHead }: StreamEnd): WireFailureCode {
  if (error.code === 'ERR_BODY_UNREADABLE') return 'body-unreadable';
  const broken = hasHead ? 'truncated-response' : 'closed-before-response';
  if (rstCode === constants.NGHTTP2_REFUSED_STREAM) return broken;
  // A reset stream is no connection that died, so it is no case for another try.
  if (!connectionOver) return hasHead ? 'truncated-response' : 'protocol-error';
  if (isCertificateAlert(error.code)) return 'client-certificate';
  switch (error.code) {
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return 'connection-reset';
    case 'ERR_HTTP2_ERROR':
      return 'protocol-error';
    default:
      return broken;
  }
}

/** `request` threw: either the session had ended between the choice and the send, or Node refuses the headers. */
export function notSentFailure({ code, message }: CodedError): WireFailure {
  const failure = { detail: message, addresses: [], limit: null };
  if (isCertificateAlert(code)) return { ...failure, code: 'client-certificate' };
  const isOver = sessionOver.has(code ?? '');
  return { ...failure, code: isOver ? 'closed-before-response' : 'not-supported' };
}

const sessionOver = new Set([
  'ERR_HTTP2_INVALID_SESSION',
  'ERR_HTTP2_GOAWAY_SESSION',
  'ERR_HTTP2_OUT_OF_STREAMS',
]);
