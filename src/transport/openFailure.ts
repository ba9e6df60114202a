/** Node's errors from DNS, TCP and TLS → one code of the product's closed list. */
import { isCertificateAlert } from './clientCertificate.ts';
import type { WireFailure, WireFailureCode } from './connection.ts';

export type OpenStep = 'dns' | 'tcp' | 'proxy' | 'tls';

type SystemError = Error & {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly SystemError[];
  readonly unpinnedKey?: string;
};

const tcpCodes: Readonly<Record<string, WireFailureCode>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  ETIMEDOUT: 'connect-timeout',
  ENETUNREACH: 'network-unreachable',
  EHOSTUNREACH: 'network-unreachable',
  ENETDOWN: 'network-unreachable',
  EADDRNOTAVAIL: 'network-unreachable',
  EACCES: 'network-unreachable',
};

/** OpenSSL's verify errors as Node names them (`X509_V_ERR_…` without the prefix), and our own. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'ERR_UNPINNED_KEY',
]);

export function openFailure(thrown: unknown, step: OpenStep): WireFailure {
  const error = systemError(thrown);
  // Happy eyeballs throws an AggregateError whose own message is empty.
  const parts = error.errors !== undefined && error.errors.length > 0 ? error.errors : [error];
  const codes = parts.map((part) => codeOf(part, step));
  const code =
    verdicts.find((verdict) => codes.includes(verdict)) ?? codeOf(parts[0] ?? error, step);
  return {
    code,
    detail: parts.map(({ message }) => withoutAdvice(message)).join('; '),
    addresses: parts.filter((_, index) => codes[index] === code).flatMap(addressOf),
    limit: null,
    ...(error.unpinnedKey === undefined ? {} : { unpinnedKey: error.unpinnedKey }),
  };
}

/** Of several addresses, what one of them answered says more than that another was silent. */
const verdicts: readonly WireFailureCode[] = [
  'connection-refused',
  'connection-reset',
  'network-unreachable',
  'connect-timeout',
];

function codeOf(error: SystemError, step: OpenStep): WireFailureCode {
  const code = error.code ?? '';
  if (step === 'dns') {
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'dns-not-found' : 'dns-failed';
  }
  if (step === 'tcp') return tcpCodes[code] ?? 'network-unreachable';
  if (step === 'proxy') return 'proxy-refused';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'tls-wrong-name';
  if (code === 'CERT_HAS_EXPIRED') return 'tls-expired';
  if (untrusted.has(code)) return 'tls-untrusted';
  if (isCertificateAlert(code)) return 'client-certificate';
  // Node uses ECONNRESET for a FIN in the handshake as well; only a real reset has a syscall.
  return code === 'ECONNRESET' && 'syscall' in error ? 'connection-reset' : 'tls-handshake';
}

function addressOf({ address, port }: SystemError): readonly string[] {
  if (address === undefined) return [];
  const host = address.includes(':') ? `[${address}]` : address;
  return [port === undefined ? host : `${host}:${String(port)}`];
}

/** Node adds advice for people who start Node themselves. */
function withoutAdvice(message: string): string {
  return message.replace(/; if the root CA is installed locally.*$/, '');
}

function systemError(thrown: unknown): SystemError {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
