/** A proxy that does its work, or fails at it on command, and remembers what it was asked for. */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { atLeast } from './atLeast.ts';
import type { KeyPair } from './certificates.ts';

export type ScriptedProxyOptions = {
  /** An HTTPS proxy with this certificate. */
  readonly tls?: KeyPair;
  /** `user:password`, without which it refuses. */
  readonly credentials?: string;
  /** How long it keeps a CONNECT or a SOCKS request waiting; `Infinity` for ever. */
  readonly delayMs?: number;
  /** What it answers to a CONNECT or a SOCKS request instead of doing it. */
  readonly instead?: 'close' | 'reset' | 'refuse' | 'garbage';
};

export type ScriptedProxy = {
  readonly port: number;
  /** `CONNECT host:port`, `GET http://host:port/path`, `SOCKS5 host:port`. */
  readonly asked: readonly string[];
  /** Values of Proxy-Authorization, or `user:password` in SOCKS5. */
  readonly credentials: readonly string[];
  readonly accepted: number;
  readonly open: number;
  dispose(): Promise<void>;
};

export async function startScriptedProxy(
  options: ScriptedProxyOptions = {},
): Promise<ScriptedProxy> {
  const asked: string[] = [];
  const given: string[] = [];
  const clients = new Set<net.Socket>();
  const others = new Set<net.Socket>();
  const stopped = new AbortController();
  let accepted = 0;
  const basic =
    options.credentials === undefined
      ? null
      : `Basic ${Buffer.from(options.credentials).toString('base64')}`;

  const forwarding = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    if (!isAllowed(headers['proxy-authorization'])) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="test"' }).end('who?');
      return;
    }
    const onward = http.request(url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  forwarding.keepAliveTimeout = 60_000;
  forwarding.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    const to = request.url ?? '';
    asked.push(`CONNECT ${to}`);
    if (!isAllowed(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    void lead(socket, to, (outcome) => {
      if (outcome === 'ok') socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      else if (outcome === 'garbage') socket.write('220 mail.test ESMTP ready\r\n');
      else socket.end('HTTP/1.1 403 Not from here\r\nContent-Length: 0\r\n\r\n');
    });
  });

  const secure = tls.createServer({ ...options.tls }, (socket) => {
    forwarding.emit('connection', socket);
  });
  secure.on('tlsClientError', () => undefined);

  const server = net.createServer({ noDelay: true }, (socket) => {
    accepted++;
    clients.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => clients.delete(socket));
    if (options.tls !== undefined) {
      secure.emit('connection', socket);
      return;
    }
    socket.once('data', (first: Buffer) => {
      socket.pause();
      if (first[0] === 5) void socks(socket, first).catch(() => socket.destroy());
      else {
        socket.unshift(first);
        forwarding.emit('connection', socket);
        socket.resume();
      }
    });
  });

  /** TLS sockets can't be reset. */
  function rawOf({ remotePort }: net.Socket): net.Socket {
    const raw = [...clients].find((client) => client.remotePort === remotePort);
    if (raw === undefined) throw new Error(`No client at ${String(remotePort)}`);
    return raw;
  }

  function isAllowed(authorization: string | undefined): boolean {
    if (authorization !== undefined) given.push(authorization);
    return basic === null || authorization === basic;
  }

  async function socks(socket: net.Socket, greeting: Buffer): Promise<void> {
    const methods = [...greeting.subarray(2)];
    if (basic !== null) {
      if (!methods.includes(2)) {
        socket.end(Buffer.from([5, 0xff]));
        return;
      }
      socket.write(Buffer.from([5, 2]));
      const login = await next(socket);
      const user = login.subarray(2, 2 + (login[1] ?? 0)).toString();
      const credentials = `${user}:${login.subarray(3 + (login[1] ?? 0)).toString()}`;
      given.push(credentials);
      const isRight = credentials === options.credentials;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return;
    } else socket.write(Buffer.from([5, 0]));
    const request = await next(socket);
    const to = `${hostOf(request)}:${String(request.readUInt16BE(request.length - 2))}`;
    asked.push(`SOCKS5 ${to}`);
    await lead(socket, to, (outcome) => {
      if (outcome === 'garbage') socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
      else socket.write(Buffer.from([5, outcome === 'ok' ? 0 : 5, 0, 1, 127, 0, 0, 1, 0, 80]));
    });
  }

  async function lead(
    socket: net.Socket,
    to: string,
    say: (outcome: 'ok' | 'refused' | 'garbage') => void,
  ): Promise<void> {
    const { delayMs = 0, instead } = options;
    if (delayMs === Infinity) return;
    await atLeast(delayMs, stopped.signal).catch(() => undefined);
    if (instead === 'close') socket.end();
    else if (instead === 'reset') rawOf(socket).resetAndDestroy();
    else if (instead === 'refuse') say('refused');
    else if (instead === 'garbage') say('garbage');
    else {
      const port = Number(to.slice(to.lastIndexOf(':') + 1));
      // All names are this machine.
      const onward = net.connect({ host: '127.0.0.1', port, noDelay: true }, () => {
        say('ok');
        socket.pipe(onward).pipe(socket);
        socket.resume();
      });
      others.add(onward);
      onward.on('error', () => {
        if (onward.connecting) say('refused');
        socket.destroy();
      });
      onward.on('close', () => others.delete(onward));
      socket.on('close', () => onward.destroy());
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    credentials: given,
    get accepted() {
      return accepted;
    },
    get open() {
      return clients.size;
    },
    async dispose() {
      stopped.abort();
      for (const socket of [...clients, ...others]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function next(socket: net.Socket): Promise<Buffer> {
  const arrived = once(socket, 'data');
  socket.resume();
  const [chunk] = (await arrived) as [Buffer];
  socket.pause();
  return chunk;
}

/** Of a SOCKS5 request: an address or a name. */
function hostOf(request: Buffer): string {
  if (request[3] === 1) return [...request.subarray(4, 8)].join('.');
  if (request[3] === 3) return request.subarray(5, 5 + (request[4] ?? 0)).toString();
  const groups = Array.from({ length: 8 }, (_, index) => request.readUInt16BE(4 + index * 2));
  return `[${groups.map((group) => group.toString(16)).join(':')}]`;
}
