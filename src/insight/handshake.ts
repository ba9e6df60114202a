import type { Phases } from '../client/exchange.ts';

/** Milliseconds of DNS + TCP + proxy + TLS; null when none of them happened. */
export function handshakeMs(phases: Phases): number | null {
  const { dns, tcp, proxy, tls } = phases;
  if (dns === null && tcp === null && proxy === null && tls === null) return null;
  return (dns ?? 0) + (tcp ?? 0) + (proxy ?? 0) + (tls ?? 0);
}
