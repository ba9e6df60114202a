/** Through an HTTP proxy to the target by CONNECT (RFC 9110, section 9.3.6). */
import type net from 'node:net';
import type { HostPort } from './connection.ts';
import { ProxyError } from './proxyError.ts';
import { readMessage } from './readMessage.ts';
import type { Tell } from './wireEvent.ts';

/** The longest answer to a CONNECT that is read. */
const maxHeadBytes = 16_384;

/** Resolves when the socket speaks with `to`. `authorization` is the value of Proxy-Authorization. */
export async function httpTunnel(
  socket: net.Socket,
  authorization: string | null,
  { host, port }: HostPort,
  tell?: Tell,
): Promise<void> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  const headers: (readonly [string, string])[] = [['Host', authority]];
  if (authorization !== null) headers.push(['Proxy-Authorization', authorization]);
  tell?.({ kind: 'tunnel-asked', by: 'CONNECT', to: authority, headers });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`CONNECT ${authority} HTTP/1.1\r\n${lines}\r\n`);
  const head = await readMessage(socket, headEnd);
  const [statusLine = '', ...fields] = head.toString('latin1').trimEnd().split('\r\n');
  tell?.({ kind: 'tunnel-answered', answer: statusLine, headers: fields.map(fieldOf) });
  const status = /^HTTP\/1\.\d (\d{3})/.exec(statusLine)?.[1] ?? '';
  if (status.startsWith('2')) return;
  const detail = status === '' ? 'It does not speak HTTP' : `It answered ${statusLine.slice(9)}`;
  throw new ProxyError(status === '407' ? 'proxy-authentication' : 'proxy-refused', detail);
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1).trim()];
}

function headEnd(start: Buffer): number | null {
  const end = start.indexOf('\r\n\r\n');
  if (end !== -1) return end + 4;
  // What does not begin as HTTP need not be waited for.
  const isHttp = 'HTTP/'.startsWith(start.toString('latin1', 0, 5));
  return isHttp && start.length < maxHeadBytes ? null : start.length;
}
