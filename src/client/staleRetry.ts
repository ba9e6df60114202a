/**
 * Whether a request whose reused connection died is sent again.
 * libcurl's rule (`Curl_retry_request`, lib/transfer.c) with one deliberate difference:
 * what may have been written is resent only when the method is idempotent (RFC 9110, section 9.2.2).
 */
import type { Hop } from './exchange.ts';
import type { RetryStale } from './settings.ts';

/** As CONN_MAX_RETRIES in libcurl. */
export const maxStaleRetries = 5;

const idempotent = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
  'PROPFIND',
  'REPORT',
  'SEARCH',
]);

/** Whether its connection died before any byte of the answer, and it may be sent again. */
export function isStale(hop: Hop, written: boolean, policy: RetryStale): boolean {
  if (hop.connection === null || hop.responseBytes > 0) return false;
  const died =
    hop.failure?.code === 'closed-before-response' || hop.failure?.code === 'connection-reset';
  if (!died) return false;
  // What was never written (an HTTP/2 stream may be refused on a new connection, too) is safe to send again.
  if (!written) return true;
  if (!hop.connection.reused) return false;
  return maySendAgain(hop.method, policy);
}

/** Whether what may have been written is sent again. */
export function maySendAgain(method: string, policy: RetryStale): boolean {
  return policy === 'all' || (policy === 'idempotent' && idempotent.has(method));
}
