/** Through a SOCKS5 proxy (RFC 1928), by user and password where it asks (RFC 1929). The proxy resolves the name. */
import net from 'node:net';
import type { HostPort } from './connection.ts';
import { ProxyError } from './proxyError.ts';
import { readMessage } from './readMessage.ts';
import type { Tell } from './wireEvent.ts';

const version = 5;
const passwordVersion = 1;
const method = { none: 0, password: 2, noneFits: 0xff } as const;
const connectCommand = 1;
const addressType = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** Resolves when the socket speaks with `to`. `credentials` is `user:password`. */
export async function socks5(
  socket: net.Socket,
  credentials: string | null,
  to: HostPort,
  tell?: Tell,
): Promise<void> {
  tell?.({ kind: 'tunnel-asked', by: 'SOCKS5', to: `${to.host}:${String(to.port)}`, headers: [] });
  const methods = credentials === null ? [method.none] : [method.none, method.password];
  socket.write(Buffer.from([version, methods.length, ...methods]));
  const [answered, chosen] = await readMessage(socket, () => 2);
  if (answered !== version) throw new ProxyError('proxy-refused', 'It does not speak SOCKS5');
  if (chosen === method.password && credentials !== null) await logIn(socket, credentials);
  else if (chosen !== method.none) {
    throw new ProxyError('proxy-authentication', 'It takes none of our ways to log in');
  }
  socket.write(
    Buffer.concat([Buffer.from([version, connectCommand, 0]), addressOf(to.host), portOf(to.port)]),
  );
  const [replied, reply = 0] = await readMessage(socket, replyEnd);
  if (replied !== version) throw new ProxyError('proxy-refused', 'It does not speak SOCKS5');
  const answer = reply === 0 ? 'Granted' : (replies[reply] ?? `Reply ${reply}`);
  tell?.({ kind: 'tunnel-answered', answer, headers: [] });
  if (reply !== 0) throw new ProxyError('proxy-refused', answer);
}

async function logIn(socket: net.Socket, credentials: string): Promise<void> {
  const colon = credentials.indexOf(':');
  const user = Buffer.from(colon === -1 ? credentials : credentials.slice(0, colon));
  const password = Buffer.from(colon === -1 ? '' : credentials.slice(colon + 1));
  if (user.length > 255 || password.length > 255) {
    throw new ProxyError('proxy-authentication', 'User and password have 255 bytes at most');
  }
  const parts = [Buffer.from([passwordVersion, user.length]), user];
  socket.write(Buffer.concat([...parts, Buffer.from([password.length]), password]));
  const status = (await readMessage(socket, () => 2))[1];
  if (status !== 0) throw new ProxyError('proxy-authentication', 'It refused user and password');
}

function addressOf(host: string): Buffer {
  const family = net.isIP(host);
  if (family === 4) return Buffer.from([addressType.ipv4, ...host.split('.').map(Number)]);
  if (family === 6) return Buffer.from([addressType.ipv6, ...ipv6Bytes(host)]);
  const name = Buffer.from(host);
  if (name.length > 255) throw new ProxyError('proxy-refused', 'The name is too long for SOCKS5');
  return Buffer.concat([Buffer.from([addressType.name, name.length]), name]);
}

/** The zone means nothing to the proxy. */
function ipv6Bytes(address: string): readonly number[] {
  // The URL parser writes an IPv4 tail as two groups, and everything in its shortest form.
  const plain = new URL(`http://[${address.split('%')[0] ?? ''}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

function portOf(port: number): Buffer {
  return Buffer.from([port >> 8, port & 0xff]);
}

/** Where the reply to a request ends: it carries an address of one of three lengths. */
function replyEnd(start: Buffer): number | null {
  if (start[0] !== version) return start.length;
  if (start.length < 5) return null;
  switch (start[3]) {
    case addressType.ipv4:
      return 10;
    case addressType.ipv6:
      return 22;
    default:
      return 7 + (start[4] ?? 0);
  }
}

/** RFC 1928, section 6. */
const replies: Readonly<Record<number, string>> = {
  1: 'General failure',
  2: 'Its rules do not allow it',
  3: 'Network unreachable',
  4: 'Host unreachable',
  5: 'Connection refused',
  6: 'TTL expired',
  7: 'Command not supported',
  8: 'Address type not supported',
};
