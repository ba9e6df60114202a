/** Host, port and TLS, in words. */

/** `api.test:443`, `[::1]:8080`. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The host a URL names, with its port unless that is the scheme's own: `api.test`, `127.0.0.1:8080`. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this host';
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
