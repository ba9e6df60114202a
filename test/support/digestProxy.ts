/** A proxy on 127.0.0.1 that wants Digest, for what it forwards and for tunnels, and notes what it answered. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

export type DigestProxy = {
  readonly port: number;
  /** For each request the status, its method, and the scheme and `nc` it came with: `407 GET Basic`, `200 CONNECT Digest 00000001`. */
  readonly story: () => readonly string[];
  /** How many connections were made to it. */
  readonly accepted: () => number;
  /** From now on another nonce is taken; the one before is stale. */
  readonly renew: () => void;
  readonly dispose: () => Promise<void>;
};

/** `ann:s3cret` in MD5, of its own arithmetic. `closes`: the connection ends with a refusal of a CONNECT. */
export async function startDigestProxy({ closes = false } = {}): Promise<DigestProxy> {
  const story: string[] = [];
  const sockets = new Set<net.Socket>();
  let accepted = 0;
  let serial = 1;
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const nonce = () => `nonce-${String(serial)}`;

  /** Null where it is let through, else the challenge. */
  function challenge({ method = '', url = '', headers }: http.IncomingMessage): string | null {
    const header = headers['proxy-authorization'] ?? '-';
    const field = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(header)?.[1] ?? '';
    const middle = `${field('nonce')}:${field('nc')}:${field('cnonce')}:auth`;
    const [a1, a2] = [md5('ann:gate:s3cret'), md5(`${method}:${url}`)];
    const isRight = field('response') === md5(`${a1}:${middle}:${a2}`) && field('uri') === url;
    const isAllowed = isRight && field('nonce') === nonce();
    const [scheme = ''] = header.split(' ');
    story.push(`${isAllowed ? '200' : '407'} ${method} ${scheme} ${field('nc')}`.trim());
    const stale = isRight ? ', stale=true' : '';
    return isAllowed ? null : `Digest realm="gate", nonce="${nonce()}", qop="auth"${stale}`;
  }

  const server = http.createServer((request, response) => {
    const refusal = challenge(request);
    if (refusal !== null) {
      response.writeHead(407, { 'Proxy-Authenticate': refusal, 'Content-Length': 4 }).end('who?');
      return;
    }
    const { method, url = '', headers } = request;
    const onward = http.request(url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    const refusal = challenge(request);
    if (refusal !== null) {
      const head = `HTTP/1.1 407 Who\r\nProxy-Authenticate: ${refusal}\r\nContent-Length: 4\r\n`;
      if (closes) socket.end(`${head}Connection: close\r\n\r\nwho?`);
      else {
        socket.write(`${head}\r\nwho?`);
        server.emit('connection', socket);
      }
      return;
    }
    const onward = net.connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Go on\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.on('connection', (socket: net.Socket) => {
    if (sockets.has(socket)) return;
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    story: () => story.splice(0),
    accepted: () => accepted,
    renew: () => {
      serial += 1;
    },
    dispose: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
