/** A server over `node:http2` that does what the path asks for, and remembers which connection served what. */
import { once } from 'node:events';
import http2 from 'node:http2';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { atLeast } from './atLeast.ts';
import type { KeyPair } from './certificates.ts';

type Response = http2.Http2ServerResponse;

export type Http2ServerOptions = {
  /** HTTP/2 over TLS, or HTTP/1.1, which says `ok` after `?ms=N`; without it prior knowledge. */
  readonly tls?: KeyPair;
  /** SETTINGS_MAX_CONCURRENT_STREAMS. */
  readonly maxConcurrentStreams?: number;
};

export type Http2Server = {
  readonly port: number;
  readonly origin: string;
  readonly connections: readonly Http2Served[];
  dispose(): Promise<void>;
};

export type Http2Served = {
  readonly remotePort: number;
  readonly session: http2.ServerHttp2Session;
  readonly socket: net.Socket;
  readonly paths: readonly string[];
  readonly streams: readonly http2.ServerHttp2Stream[];
  /** The most streams that were open at the same time. */
  readonly mostAtOnce: number;
};

type Served = {
  -readonly [key in keyof Http2Served]: Http2Served[key] extends readonly (infer Item)[]
    ? Item[]
    : Http2Served[key];
};

export async function startHttp2Server(options: Http2ServerOptions = {}): Promise<Http2Server> {
  const connections: Served[] = [];
  const sockets: net.Socket[] = [];
  const stopped = new AbortController();
  const settings =
    options.maxConcurrentStreams === undefined
      ? {}
      : { maxConcurrentStreams: options.maxConcurrentStreams };
  const server =
    options.tls === undefined
      ? http2.createServer({ settings })
      : http2.createSecureServer({ ...options.tls, settings, allowHTTP1: true });

  server.prependListener('connection', (socket: net.Socket) => sockets.push(socket));
  server.on('session', (session: http2.ServerHttp2Session) => {
    session.on('error', () => undefined);
    const { socket } = session;
    connections.push({
      remotePort: socket.remotePort ?? 0,
      session,
      socket: sockets.find(({ remotePort }) => remotePort === socket.remotePort) ?? socket,
      paths: [],
      streams: [],
      mostAtOnce: 0,
    });
  });
  server.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    const served = connections.find(({ session }) => session === stream.session);
    if (served === undefined) throw new Error('A stream without a session');
    const url = new URL(headers[':path'] ?? '/', 'http://test');
    served.paths.push(url.pathname);
    served.streams.push(stream);
    const open = served.streams.filter(({ closed }) => !closed).length;
    served.mostAtOnce = Math.max(served.mostAtOnce, open);
    void answer(stream, headers, url, stopped.signal).catch(() => undefined);
  });
  // HTTP/1.1, where the client picked it; Node would send trailers twice, were it listened to always.
  if (options.tls !== undefined) {
    server.on('request', (request: http2.Http2ServerRequest, response: Response) => {
      if (request.httpVersionMajor !== 1) return;
      const { searchParams } = new URL(request.url, 'http://test');
      const answered = atLeast(Number(searchParams.get('ms') ?? 0), stopped.signal);
      void answered.then(() => response.end('ok')).catch(() => undefined);
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    connections,
    async dispose() {
      stopped.abort();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  stream: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  url: URL,
  signal: AbortSignal,
): Promise<void> {
  const number = (name: string): number => Number(url.searchParams.get(name) ?? 0);
  const isHead = headers[':method'] === 'HEAD';
  switch (url.pathname) {
    case '/slow':
      await atLeast(number('ms'), signal);
      stream.respond({ ':status': 200 });
      stream.end('ok');
      return;
    /** `?ms=N` between the two halves of the body. */
    case '/halves':
      stream.respond({ ':status': 200 });
      await new Promise((resolve) => stream.write('ab', resolve));
      await atLeast(number('ms'), signal);
      stream.end('cd');
      return;
    case '/never':
      return;
    case '/half':
      stream.respond({ ':status': 200 });
      stream.write('half');
      return;
    case '/echo': {
      const body = await buffer(stream);
      stream.respond({ ':status': 200, 'content-length': String(body.length) });
      stream.end(body);
      return;
    }
    case '/deaf-at-first':
      stream.pause();
      await atLeast(number('ms'), signal);
      await buffer(stream);
      stream.respond({ ':status': 200 });
      stream.end('ok');
      return;
    case '/deaf':
      // Reads nothing of the body; what the windows do not hold stays with the client.
      stream.pause();
      return;
    case '/early':
      stream.pause();
      stream.respond({ ':status': 413 });
      stream.end('too much');
      return;
    case '/trailers':
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'x-checksum': 'abc' });
      });
      stream.end('with trailers');
      return;
    case '/hints-only':
      stream.additionalHeaders({ ':status': 103, link: '</a.css>' });
      return;
    case '/early-hints':
      stream.additionalHeaders({ ':status': 103, link: '</a.css>' });
      await atLeast(number('ms'), signal);
      stream.respond({ ':status': 200 });
      stream.end('ok');
      return;
    case '/size':
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(number('bytes'), 'x'));
      return;
    case '/huge-header':
      stream.respond({ ':status': 200, 'x-huge': 'h'.repeat(number('bytes')) });
      stream.end('ok');
      return;
    case '/headers':
      stream.respond({ ':status': 200 });
      stream.end(JSON.stringify(headers));
      return;
    case '/204':
      stream.respond({ ':status': 204 }, { endStream: true });
      return;
    default:
      stream.respond({ ':status': 200, 'content-length': '2' }, { endStream: isHead });
      if (!isHead) stream.end('ok');
  }
}
