/** What happens on the way to a connection, and on it, in lines of the trace. */
import type { ResponseHead } from '../client/exchange.ts';
import type { TraceEvent } from '../client/trace.ts';
import { duration } from './duration.ts';
import { tlsText } from './endpointText.ts';
import { headerLines } from './headerLines.ts';

type WireEvent = Extract<TraceEvent, { kind: 'wire' }>['event'];

export function wireLines(connection: number, event: WireEvent): readonly string[] {
  switch (event.kind) {
    case 'resolved':
      return [`* Host ${event.host} was resolved to ${event.addresses.join(', ')}`];
    case 'trying':
      return [`* Trying ${event.address}`];
    case 'not-reached':
      return [`* ${event.address} was not reached: ${event.because}`];
    case 'connected':
      return [`* Connected to ${event.address}`];
    case 'tunnel-asked':
      return askedLines(event);
    case 'tunnel-answered':
      return event.answer.startsWith('HTTP/')
        ? [`< ${event.answer}`, ...headerLines('<', event.headers)]
        : [`* The proxy answered: ${event.answer}`];
    case 'secured':
      return securedLines(event);
    case 'http2-settings':
      return [
        `* #${connection} takes ${event.maxStreams === null ? 'any number of' : event.maxStreams} requests at once (SETTINGS)`,
      ];
    case 'http2-goaway':
      return [
        `* #${connection} said GOAWAY with code ${event.errorCode}, its last stream being ${event.lastStream}`,
      ];
    case 'http2-stream':
      return [`* Sent as stream ${event.stream} of #${connection}`];
    case 'response-head':
      return headLines(event.head);
    case 'response-trailers':
      return ['* After the body:', ...headerLines('<', event.trailers)];
    case 'ping-unanswered':
      return [`* #${connection} did not answer a PING within ${duration(event.afterMs)}`];
  }
}

function askedLines({ by, to, headers }: Extract<WireEvent, { kind: 'tunnel-asked' }>) {
  if (by === 'SOCKS5') return [`* Asking the SOCKS5 proxy for ${to}`];
  return [`> CONNECT ${to} HTTP/1.1`, ...headerLines('>', headers)];
}

function headLines({ httpVersion, status, statusText, headers }: ResponseHead): readonly string[] {
  const statusLine = `< HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  return [statusLine, ...headerLines('<', headers)];
}

function securedLines(event: Extract<WireEvent, { kind: 'secured' }>): readonly string[] {
  const { host, version, cipher, alpn, resumed, verified, certificate } = event;
  const tls = tlsText({ tlsVersion: version, tlsCipher: cipher, tlsResumed: resumed }) ?? '';
  const picked = alpn === null ? 'no ALPN' : `ALPN ${alpn}`;
  const lines = [`* TLS with ${host}: ${tls}, ${picked}`];
  if (certificate !== null) {
    const { subject, issuer, validTo } = certificate;
    const trust = verified ? 'verified' : 'not verified';
    lines.push(
      `* Certificate of ${subject}, issued by ${issuer}, valid until ${validTo}, ${trust}`,
    );
  }
  return lines;
}
