/** What a TLS handshake has agreed on, for the trace. */
import type tls from 'node:tls';
import type { Certificate, WireEvent } from './wireEvent.ts';

export function describeTls(host: string, socket: tls.TLSSocket, verified: boolean): WireEvent {
  const { alpnProtocol } = socket;
  return {
    kind: 'secured',
    host,
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    alpn: alpnProtocol === false ? null : alpnProtocol,
    resumed: socket.isSessionReused(),
    verified,
    certificate: certificateOf(socket),
  };
}

function certificateOf(socket: tls.TLSSocket): Certificate | null {
  const certificate = socket.getPeerCertificate();
  // Node gives an empty object where there is none.
  if (!('subject' in certificate)) return null;
  const { subject, issuer, valid_to: validTo } = certificate;
  return { subject: nameOf(subject), issuer: nameOf(issuer), validTo };
}

/** `CN` first, for it is what people look for. */
function nameOf(name: tls.Certificate): string {
  const { CN, ...others } = name as Readonly<Record<string, string | string[] | undefined>>;
  return Object.entries({ CN, ...others })
    .flatMap(([key, value = []]) => [value].flat().map((each) => `${key}=${each}`))
    .join(', ');
}
