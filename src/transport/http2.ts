/**
 * HTTP/2 on one opened socket, over `node:http2`: undici's own gives no say in which stream
 * goes on which connection, and spins for ever when a connection with a GOAWAY may not be replaced.
 */
import nodeHttp2 from 'node:http2';
import type { Connection, Endpoint, IdleEnd, Upkeep } from './connection.ts';
import { http2Head } from './http2Headers.ts';
import { Http2Request } from './http2Request.ts';
import { keepUp } from './http2Upkeep.ts';
import type { Socket } from './openSocket.ts';
import { resetWatch } from './resetWatch.ts';
import type { Tell } from './wireEvent.ts';

/**
 * So that a far server is not held up by our acknowledgements: over 100 ms it can send 40 MB a second.
 * libcurl's is 10 MB, but so much may wait here in memory while a body goes to a slow disk.
 */
const windowBytes = 4 * 1024 * 1024;

const sessionOptions = {
  settings: { enablePush: false, initialWindowSize: windowBytes },
  maxHeaderListPairs: 1000,
  // In megabytes; what is in flight is bounded by the requests themselves.
  maxSessionMemory: 1000,
} as const;

const { NGHTTP2_NO_ERROR } = nodeHttp2.constants;

export function http2(
  origin: string,
  socket: Socket,
  endpoint: Endpoint,
  upkeep: Upkeep,
  tell?: Tell,
): Connection {
  const { protocol, host: authority } = new URL(origin);
  const scheme = protocol.slice(0, -1);
  let serving = 0;
  /** How often a request was sent while others were on their way. */
  let joined = 0;
  let ended = false;
  let draining = false;
  let end: IdleEnd | null = null;
  let maxStreams: number | null = null;
  /** The last stream that the server has begun to process, once it has said so. */
  let lastStream = Infinity;
  let onEnd: (end: IdleEnd) => void = () => undefined;
  let onMaxStreams: (max: number) => void = () => undefined;

  const session = nodeHttp2.connect(origin, { ...sessionOptions, createConnection: () => socket });
  const watch = resetWatch(socket);
  const finish = (why: IdleEnd): void => {
    end ??= why;
    if (ended) return;
    ended = true;
    onEnd(end);
  };
  session.once('connect', () => {
    // Told a moment later, when the connection may have been given up again.
    if (!session.destroyed) session.setLocalWindowSize(windowBytes);
  });
  session.on('remoteSettings', ({ maxConcurrentStreams }: nodeHttp2.Settings) => {
    const max = maxConcurrentStreams ?? Infinity;
    maxStreams = max;
    tell?.({ kind: 'http2-settings', maxStreams: maxConcurrentStreams ?? null });
    onMaxStreams(max);
  });
  // In flight or not, a connection with a GOAWAY takes no more requests; what it serves may end.
  session.on('goaway', (errorCode: number, lastStreamId: number) => {
    tell?.({ kind: 'http2-goaway', errorCode, lastStream: lastStreamId });
    lastStream = lastStreamId;
    finish('goaway');
  });
  session.on('error', (error: Error & { readonly code?: string }) => {
    end ??= idleEndOf(error.code);
  });
  // With requests in flight the end is theirs to tell.
  session.on('close', () => {
    if (serving === 0) finish('server-closed-idle');
  });
  /** Not in this turn: Node reads in the next one what had come before, and does not ask whether the session is still there. */
  const destroy = (): void => {
    process.nextTick(() => {
      // Without an error each stream would end as if its answer were whole.
      session.destroy(new Error('The connection was closed'), NGHTTP2_NO_ERROR);
    });
  };
  const giveUp = (): void => {
    finish('ping-failed');
    destroy();
  };
  keepUp(session, upkeep, () => serving === 0, giveUp, tell);
  /** Node's own graceful close ends our side only and waits for the server's, which may never come. */
  const closeDrained = (): void => {
    if (!draining || serving > 0) return;
    destroy();
    process.nextTick(() => {
      socket.destroySoon();
    });
  };

  return {
    endpoint,
    close: () => {
      ended = true;
      destroy();
    },
    drain: () => {
      ended = true;
      draining = true;
      closeDrained();
    },
    onEnd: (listener) => {
      onEnd = listener;
      if (ended && end !== null) listener(end);
    },
    onMaxStreams: (listener) => {
      onMaxStreams = listener;
      if (maxStreams !== null) listener(maxStreams);
    },
    headOf: (request) => http2Head(scheme, authority, request),
    send: (request, stop, enter, tellOfStream) =>
      new Promise((resolve) => {
        if (serving > 0) joined += 1;
        // Null: it was never alone.
        const joinedBefore = serving === 0 ? joined : null;
        serving += 1;
        if (serving === 1) {
          // An idle connection keeps no process alive.
          session.ref();
          watch.start();
        }
        new Http2Request({
          session,
          socket,
          scheme,
          authority,
          request,
          stop,
          enter,
          lastStream: () => lastStream,
          isHttp2: () => maxStreams !== null,
          isAlone: () => joined === joinedBefore,
          end: () => end,
          tell: tellOfStream,
          done: (outcome) => {
            serving -= 1;
            if (serving === 0) {
              watch.stop();
              session.unref();
            }
            closeDrained();
            if (outcome.end !== null) ended = true;
            resolve(outcome);
          },
        }).start();
      }),
  };
}

function idleEndOf(code: string | undefined): IdleEnd {
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return 'server-reset-idle';
    // nghttp2 could make no sense of what came.
    case 'ERR_HTTP2_ERROR':
      return 'unexpected-data';
    default:
      return 'server-closed-idle';
  }
}
