/** No connection came about: the name, the address, the socket, the proxy. */
import type { SendFailure } from '../../client/exchange.ts';
import { detail, tried, within, type WordsOfFailures } from './words.ts';

export const reachingFailures = {
  'dns-not-found': {
    sentence: (f) =>
      f.ipVersion === undefined
        ? `The name ${f.host} does not resolve. Is it spelled right, and is this machine online?`
        : isAddress(f.host)
          ? `${f.host} is no IPv${f.ipVersion} address, and the request asks for one. Change its host, or # @ip-version or # @local-address`
          : `No IPv${f.ipVersion} address was found for ${f.host}, and the request asks for one. Is the name spelled right, and are # @ip-version and # @local-address?`,
    short: (f) =>
      f.ipVersion === undefined
        ? `no such host ${f.host}`
        : `no IPv${f.ipVersion} address for ${f.host}`,
  },
  'dns-failed': {
    sentence: (f) =>
      `The lookup of ${f.host} failed${detail(f)}. Try again, or check this machine's DNS server`,
    short: (f) => `lookup of ${f.host} failed`,
  },
  'connection-refused': {
    sentence: (_, place) => `Connection to ${place} was refused. Is the server running?`,
    short: (f, place) => `connection refused by ${tried(f, place)}`,
  },
  'connection-reset': {
    sentence: (_, place) =>
      `${place} reset the connection. Look in its log, or in that of a proxy or load balancer between`,
    short: (f, place) => `connection reset by ${tried(f, place)}`,
  },
  'network-unreachable': {
    sentence: (f, place) => {
      const local = missingAddress(f);
      if (local !== null) {
        return `This machine has no address ${local}, which the request to ${place} is to leave from. Change # @local-address`;
      }
      if (f.unixSocket === undefined) {
        return `There is no route to ${place}. Is this machine online, and its VPN up?`;
      }
      return isMissing(f)
        ? `There is no socket ${place}. Is the server running, and the path right?`
        : `The socket ${place} can't be connected to${detail(f)}. Look whether it is one, and open to you`;
    },
    short: (f, place) => {
      const local = missingAddress(f);
      if (local !== null) return `no address ${local} on this machine`;
      if (f.unixSocket === undefined) return `no route to ${tried(f, place)}`;
      return isMissing(f) ? `no socket ${place}` : `no way into the socket ${place}`;
    },
  },
  'connect-timeout': {
    sentence: (f, place) =>
      f.phase === 'dns'
        ? `The lookup of ${f.host} had no answer ${within(f)}. Check this machine's DNS server`
        : f.phase === 'tls'
          ? `${place} did not answer the TLS handshake ${within(f)}. Does that port speak TLS? If not, use http`
          : `${place} did not take the connection ${within(f)}. Is it up, and does a firewall let this machine in?`,
    short: (f, place) =>
      f.phase === 'tls'
        ? `no TLS handshake with ${place} ${within(f)}`
        : f.phase === 'dns'
          ? `no address for ${f.host} ${within(f)}`
          : `no connection to ${tried(f, place)} ${within(f)}`,
  },
  'proxy-refused': {
    sentence: (f, place) =>
      f.phase === 'tcp'
        ? `The proxy ${place} refused the connection. Is it running, and are the proxy settings right?`
        : `The proxy refused to connect to ${place}${detail(f)}. Check the proxy settings, or leave this host out of them`,
    short: (f, place) =>
      f.phase === 'tcp' ? `proxy ${tried(f, place)} refused` : `proxy refused ${place}`,
  },
  'proxy-authentication': {
    sentence: (_, place) =>
      `The proxy wants credentials before it connects to ${place}. Add them to the proxy settings`,
    short: () => 'proxy wants credentials',
  },
} satisfies WordsOfFailures;

/** The address to leave from that this machine has not. */
function missingAddress({ detail }: SendFailure): string | null {
  return /\bbind EADDRNOTAVAIL ([^\s;]+)/.exec(detail)?.[1] ?? null;
}

function isMissing({ detail }: SendFailure): boolean {
  return /\bENOENT\b/.test(detail);
}

/** Of IPv6 with colons; no name ends in a number. */
function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}
