/**
 * Names to addresses, and addresses to a TCP socket, in two steps that can be timed apart.
 * Node's own `lookup` event comes once per address and never for a literal one,
 * so the name is looked up first, and the addresses are handed to happy eyeballs (RFC 8305).
 */
import dns from 'node:dns/promises';
import net from 'node:net';
import type { Target } from './connection.ts';

export type Address = { readonly address: string; readonly family: number };

/** How often the kernel asks an idle peer whether it is still there; curl's interval is 60 s too. */
const tcpKeepAliveMs = 60_000;

export function needsLookup(host: string): boolean {
  return net.isIP(host) === 0;
}

/** What ends in `.localhost` is this machine (RFC 6761, section 6.3): as in curl, nobody is asked. Null for other names. */
export function loopbackOf(
  host: string,
  { ipVersion, localAddress }: Pick<Target, 'ipVersion' | 'localAddress'>,
): readonly Address[] | null {
  if (!/\.localhost\.?$/.test(host)) return null;
  const family = ipVersion ?? net.isIP(localAddress ?? '');
  return loopback.filter((address) => family === 0 || address.family === family);
}

const loopback: readonly Address[] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

/** Those of one family, when the request insists on it or on an address to connect from. */
export async function lookUp(
  host: string,
  { ipVersion, localAddress }: Pick<Target, 'ipVersion' | 'localAddress'>,
): Promise<readonly Address[]> {
  return dns.lookup(host, { all: true, family: ipVersion ?? net.isIP(localAddress ?? '') });
}

/** The addresses that happy eyeballs went past, in their order. */
export function passedBy(socket: net.Socket): readonly string[] {
  // Node has the list only where there was more than one to choose from.
  const tried = socket.autoSelectFamilyAttemptedAddresses as readonly string[] | undefined;
  if (tried === undefined) return [];
  const { remoteAddress = '', remotePort = 0 } = socket;
  return tried
    .filter((address) => address !== `${remoteAddress}:${String(remotePort)}`)
    .map((address) => address.replace(/^(.*:.*):(\d+)$/, '[$1]:$2'));
}

/** Where to connect: a host with the addresses of its name (null for a literal one), or a unix socket. */
export type Peer =
  | {
      readonly host: string;
      readonly port: number;
      readonly addresses: readonly Address[] | null;
      readonly localAddress: string | null;
    }
  | { readonly path: string };

/** The promise rejects with Node's error; the socket has a listener for errors all its life. */
export function connect(socket: net.Socket, peer: Peer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('connect', resolve);
    if ('path' in peer) {
      socket.connect({ path: peer.path });
      return;
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, tcpKeepAliveMs);
    const { host, port, addresses, localAddress } = peer;
    socket.connect({
      host,
      port,
      autoSelectFamily: true,
      ...(localAddress === null ? {} : { localAddress }),
      ...(addresses === null ? {} : { lookup: known(addresses) }),
    });
  });
}

/** A lookup that answers with what is known already. */
function known(addresses: readonly Address[]): net.LookupFunction {
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
  };
}
