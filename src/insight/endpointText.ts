/** Host, port and TLS, in words. */
import type { Hop } from '../client/exchange.ts';

/** `api.test:443`, `[::1]:8080`. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

type Ends = {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  readonly passedBy: readonly string[];
};

/** `[::1]:8443`; of a unix socket its path. */
function remoteText({ remoteAddress, remotePort }: Pick<Ends, 'remoteAddress' | 'remotePort'>) {
  return remotePort === 0 ? remoteAddress : hostAndPort(remoteAddress, remotePort);
}

/** `127.0.0.1:8443 from port 50123, after [::1]:8443 did not answer in time`; `the socket /run/app.sock`. */
export function endsText(ends: Ends): string {
  if (ends.remotePort === 0) return `the socket ${ends.remoteAddress}`;
  const after =
    ends.passedBy.length === 0 ? '' : `, after ${ends.passedBy.join(' and ')} did not take it`;
  return `${remoteText(ends)} from port ${ends.localPort}${after}`;
}

/** ` over /run/app.sock` for a hop that goes through a unix socket, of which its URL says nothing; else empty. */
export function overSocket({ connection, failure }: Pick<Hop, 'connection' | 'failure'>): string {
  const path = connection?.remotePort === 0 ? connection.remoteAddress : failure?.unixSocket;
  return path === undefined ? '' : ` over ${path}`;
}

/** The host a URL names, with its port unless that is the scheme's own: `api.test`, `127.0.0.1:8080`. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this host';
}

/** As the pool names origins: `https://api.test:443`, `http://[::1]:8080`; null for what is no URL. */
export function originOfUrl(url: string): string | null {
  const { protocol, hostname, port } = URL.parse(url) ?? {};
  if (protocol === undefined) return null;
  return `${protocol}//${hostname ?? ''}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

type Tls = {
  readonly tlsVersion: string | null;
  readonly tlsCipher: string | null;
  readonly tlsResumed: boolean | null;
};

/** `TLSv1.3, TLS_AES_256_GCM_SHA384, session resumed`; null without TLS. */
export function tlsText(tls: Tls): string | null {
  if (tls.tlsVersion === null) return null;
  const cipher = tls.tlsCipher === null ? '' : `, ${tls.tlsCipher}`;
  const resumed =
    tls.tlsResumed === null ? '' : tls.tlsResumed ? ', session resumed' : ', full handshake';
  return `${tls.tlsVersion}${cipher}${resumed}`;
}
