/**
 * Why a connection closes after a complete HTTP/1 answer; null when it is kept.
 * undici says "reset" for all of it, so the cause is read from what went over the wire,
 * in the order of libcurl (lib/http.c; RFC 9112, sections 6.3 and 9.3).
 */
import type { ConnectionEnd } from './connection.ts';
import type { WireHead } from './wireHead.ts';

/** `closeAsked`: we sent `Connection: close`; `sent`: all of the request had gone out. */
export function answerEnd(
  closeAsked: boolean,
  sent: boolean,
  method: string,
  head: WireHead,
): ConnectionEnd | null {
  if (closeAsked) return 'no-keep-alive';
  let length: number | undefined;
  let [close, keepAlive, chunked] = [false, false, false];
  for (const [name, value] of head.headers) {
    switch (name.toLowerCase()) {
      case 'connection':
        keepAlive ||= hasToken(value, 'keep-alive');
        close ||= hasToken(value, 'close');
        break;
      case 'proxy-connection':
        // undici's parser takes the one for the other, whether there is a proxy or not.
        close ||= hasToken(value, 'close');
        break;
      case 'content-length':
        length ??= parseInt(value, 10);
        break;
      case 'transfer-encoding':
        chunked ||= hasToken(value, 'chunked');
    }
  }
  if (close) return 'server-sent-close';
  if (head.httpVersion === '1.0' && !keepAlive) return 'http-1.0';
  if (!sent) return 'early-response';
  if (method !== 'HEAD' && (head.status === 204 || head.status === 304)) {
    // undici does not trust what follows such an answer when it announces a body; curl does.
    if (!chunked && (length === undefined || length === 0)) return null;
    // A 304 may tell the length that a 200 would have, a 204 may not (RFC 9110, section 8.6; RFC 9112, section 6.1).
    return head.status === 304 ? 'close-delimited-body' : 'protocol-error';
  }
  // Without a length undici closes after HEAD, too; curl does not.
  return length === undefined && !chunked ? 'close-delimited-body' : null;
}

function hasToken(value: string, token: string): boolean {
  return value.split(',').some((each) => each.trim().toLowerCase() === token);
}
