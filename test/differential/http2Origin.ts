/** An HTTP/2 origin that misbehaves by the path it is asked for, as `test/support/behaviours.ts` does in HTTP/1.1. */
import { once } from 'node:events';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import type net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { KeyPair } from '../support/certificates.ts';
import { until } from '../support/until.ts';

export type Http2Origin = {
  readonly port: number;
  /** Resolves when no behaviour is at work any more. */
  quiet(): Promise<void>;
  dispose(): Promise<void>;
};

export type Http2OriginOptions = {
  /** HTTP/2 over TLS, or HTTP/1.1 for who does not offer it; without it prior knowledge. */
  readonly tls?: KeyPair;
  readonly maxConcurrentStreams?: number;
};

type Behaviour = (stream: http2.ServerHttp2Stream) => Promise<void> | void;

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM, NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } =
  http2.constants;

const ok: Behaviour = (stream) => {
  stream.respond({ ':status': 200, 'content-length': '2' });
  stream.end('ok');
};

/** Answers well, then goes on with `then` while nobody asks for anything. */
function afterIdle(then: (session: http2.Http2Session) => void): Behaviour {
  return async (stream) => {
    const { session } = stream;
    await ok(stream);
    await once(stream, 'close');
    await delay(5);
    if (session !== undefined) then(session);
  };
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  '/ok': ok,
  '/slow': async (stream) => {
    await delay(100);
    await ok(stream);
  },
  '/204': (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
  '/without-length': (stream) => {
    stream.respond({ ':status': 200 });
    stream.end('until the end of the stream');
  },
  '/partial-body': (stream) => {
    stream.respond({ ':status': 200, 'content-length': '10' });
    stream.write('half', () => stream.close(NGHTTP2_INTERNAL_ERROR));
  },
  '/reset-stream': (stream) => stream.close(NGHTTP2_INTERNAL_ERROR),
  '/cancel-stream': (stream) => stream.close(NGHTTP2_CANCEL),
  '/refuse-stream': (stream) => stream.close(NGHTTP2_REFUSED_STREAM),
  /** Serves this one to its end, and no more. */
  '/goaway': async (stream) => {
    stream.session?.goaway(NGHTTP2_NO_ERROR, stream.id);
    await ok(stream);
  },
  '/goaway-error': (stream) => {
    stream.session?.goaway(NGHTTP2_INTERNAL_ERROR);
    stream.session?.socket.destroySoon();
  },
  '/idle-goaway': afterIdle((session) => session.goaway(NGHTTP2_NO_ERROR)),
  '/idle-close': afterIdle((session) => session.close()),
  '/idle-fin': afterIdle((session) => session.socket.destroySoon()),
  '/fin': (stream) => stream.session?.socket.destroySoon(),
};

export async function startHttp2Origin(options: Http2OriginOptions = {}): Promise<Http2Origin> {
  const { maxConcurrentStreams = 100 } = options;
  const settings = { maxConcurrentStreams };
  const server =
    options.tls === undefined
      ? http2.createServer({ settings })
      : http2.createSecureServer({ ...options.tls, settings, allowHTTP1: true });
  const sockets = new Set<net.Socket>();
  const counts = new WeakMap<http2.Http2Session, number>();
  let atWork = 0;
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session: http2.ServerHttp2Session) => {
    session.on('error', () => undefined);
  });
  server.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    stream.resume();
    const { session } = stream;
    if (session === undefined) return;
    const index = (counts.get(session) ?? 0) + 1;
    counts.set(session, index);
    const { pathname, searchParams } = new URL(headers[':path'] ?? '/', 'http://test');
    const only = searchParams.get('on');
    const behave = only !== null && Number(only) !== index ? ok : (behaviours[pathname] ?? ok);
    atWork++;
    // An answer before the end of a body is another story, and curl may fail at it.
    const hasBody = headers[':method'] === 'POST';
    const read = hasBody ? once(stream, 'end').catch(() => undefined) : Promise.resolve();
    void read.then(() => behave(stream)).finally(() => atWork--);
  });
  // In HTTP/1.1, for who asked for that.
  server.on('request', (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => {
    if (request.httpVersionMajor === 1) response.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    quiet: () => until('the server is quiet', () => atWork === 0),
    async dispose() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
