/**
 * Names to addresses, and addresses to a TCP socket, in two steps that can be timed apart.
 * Node's own `lookup` event comes once per address and never for a literal one,
 * so the name is looked up first, and the addresses are handed to happy eyeballs (RFC 8305).
 */
import dns from 'node:dns/promises';
import net from 'node:net';
import type { Target } from './connection.ts';
import type { Tell } from './wireEvent.ts';

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
  const family = familyOf({ ipVersion, localAddress });
  return loopback.filter((address) => family === 0 || address.family === family);
}

const loopback: readonly Address[] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

/** Those of one family, when the request insists on it or on an address to connect from. */
export async function lookUp(
  host: string,
  target: Pick<Target, 'ipVersion' | 'localAddress'>,
): Promise<readonly Address[]> {
  return dns.lookup(host, { all: true, family: familyOf(target) });
}

/** Whether a host that is an address is of the family that the request insists on. */
export function isOfFamily(
  host: string,
  target: Pick<Target, 'ipVersion' | 'localAddress'>,
): boolean {
  const family = familyOf(target);
  return family === 0 || net.isIP(host) === family;
}

/** 4 or 6; 0 takes any. */
function familyOf({ ipVersion, localAddress }: Pick<Target, 'ipVersion' | 'localAddress'>): number {
  return ipVersion ?? net.isIP(localAddress ?? '');
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
export function connect(socket: net.Socket, peer: Peer, tell?: Tell): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('connect', resolve);
    if (tell !== undefined) tellAttempts(socket, peer, tell);
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

function tellAttempts(socket: net.Socket, peer: Peer, tell: Tell): void {
  socket.once('connect', () => {
    const { remoteAddress = '', remotePort = 0 } = socket;
    const address = 'path' in peer ? peer.path : addressText(remoteAddress, remotePort);
    tell({ kind: 'connected', address });
  });
  if ('path' in peer) {
    tell({ kind: 'trying', address: peer.path });
    return;
  }
  socket.on('connectionAttempt', (ip: string, port: number) => {
    tell({ kind: 'trying', address: addressText(ip, port) });
  });
  socket.on('connectionAttemptFailed', (ip: string, port: number, _family, error: unknown) => {
    const because = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    tell({ kind: 'not-reached', address: addressText(ip, port), because });
  });
  socket.on('connectionAttemptTimeout', (ip: string, port: number) => {
    tell({ kind: 'not-reached', address: addressText(ip, port), because: 'ETIMEDOUT' });
  });
}

function addressText(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${String(port)}`;
}

/** A lookup that answers with what is known already. */
function known(addresses: readonly Address[]): net.LookupFunction {
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
  };
}
