/** Through an HTTP proxy to the target by CONNECT (RFC 9110, section 9.3.6). */
import type net from 'node:net';
import type { HostPort, ProxyAuthorize } from './connection.ts';
import { ProxyError } from './proxyError.ts';
import { readMessage } from './readMessage.ts';
import type { Tell } from './wireEvent.ts';

/** The longest answer to a CONNECT that is read. */
const maxHeadBytes = 16_384;

/** `again`: the proxy will hear another answer, on another connection. */
export type TunnelOutcome = 'open' | 'again';

/** Resolves when the socket speaks with `to`. */
export async function httpTunnel(
  socket: net.Socket,
  authorize: ProxyAuthorize,
  { host, port }: HostPort,
  tell?: Tell,
): Promise<TunnelOutcome> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  let authorization = authorize(authority, null);
  for (;;) {
    const { statusLine, headers } = await ask(socket, authority, authorization, tell);
    const status = /^HTTP\/1\.\d (\d{3})/.exec(statusLine)?.[1] ?? '';
    if (status.startsWith('2')) return 'open';
    authorization = status === '407' ? authorize(authority, headers) : null;
    if (authorization === null) throw refused(status, statusLine);
    if (!(await isDrained(socket, statusLine, headers))) return 'again';
  }
}

type Answer = { readonly statusLine: string; readonly headers: readonly Field[] };

type Field = readonly [name: string, value: string];

async function ask(
  socket: net.Socket,
  authority: string,
  authorization: string | null,
  tell?: Tell,
): Promise<Answer> {
  const asked: Field[] = [['Host', authority]];
  if (authorization !== null) asked.push(['Proxy-Authorization', authorization]);
  tell?.({ kind: 'tunnel-asked', by: 'CONNECT', to: authority, headers: asked });
  const lines = asked.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`CONNECT ${authority} HTTP/1.1\r\n${lines}\r\n`);
  const head = await readMessage(socket, headEnd);
  const [statusLine = '', ...fields] = head.toString('latin1').trimEnd().split('\r\n');
  const headers = fields.map(fieldOf);
  tell?.({ kind: 'tunnel-answered', answer: statusLine, headers });
  return { statusLine, headers };
}

function refused(status: string, statusLine: string): ProxyError {
  const detail = status === '' ? 'It does not speak HTTP' : `It answered ${statusLine.slice(9)}`;
  return new ProxyError(status === '407' ? 'proxy-authentication' : 'proxy-refused', detail);
}

/** Reads the page that came with a 407; false where the connection ends with it, or nobody knows how long it is. */
async function isDrained(
  socket: net.Socket,
  statusLine: string,
  headers: readonly Field[],
): Promise<boolean> {
  const valueOf = (wanted: string): string =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1].toLowerCase() ?? '';
  const length = valueOf('content-length');
  const closes = /close/.test(`${valueOf('connection')} ${valueOf('proxy-connection')}`);
  if (closes || statusLine.startsWith('HTTP/1.0') || !/^\d{1,6}$/.test(length)) return false;
  const bytes = Number(length);
  if (bytes > 0) await readMessage(socket, () => bytes);
  return true;
}

function fieldOf(line: string): Field {
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
