/**
 * HTTP/1.1 on one opened socket: an undici `Client` that never connects by itself.
 *
 * The Client gets the socket from its first call to the connector; a second call means that
 * the connection is gone and is refused with `ERR_CONN_GONE`, so that a request that meets it
 * is known never to have been written. Its own idle timer is switched off: ages are the pool's.
 */
import type { buildConnector, Client as UndiciClient, Dispatcher } from 'undici';
import type { Readable } from 'node:stream';
import type { Connection, Endpoint, IdleEnd, WireRequest } from './connection.ts';
import { FirstByteLimit } from './firstByteLimit.ts';
import { http1Head } from './http1Head.ts';
import { Http1Request, type Http1Line } from './http1Request.ts';
import type { Socket } from './openSocket.ts';
import { isStreamed, readingOf } from './streamedBody.ts';
import { tapReads } from './readTap.ts';
import { ConnectionGoneError, idleEnd, maxHeaderBytes } from './sendFailure.ts';

const forever = 2 ** 31 - 1;

export function http1(
  Client: typeof UndiciClient,
  origin: string,
  socket: Socket,
  endpoint: Endpoint,
): Connection {
  const authority = new URL(origin).host;
  let serving: Http1Request | null = null;
  let ended = false;
  let onEnd: (end: IdleEnd) => void = () => undefined;
  tapReads(socket, (chunk) => serving?.onChunk(chunk));
  const client = new Client(origin, {
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: forever,
    keepAliveMaxTimeout: forever,
    // A negative threshold makes undici ignore `Keep-Alive: timeout`, as curl does.
    keepAliveTimeoutThreshold: -forever,
    connect: singleUse(socket),
  });
  client.on('disconnect', (_origin, _targets, error) => {
    line.firstByte.dispose();
    if (ended || serving !== null) return;
    ended = true;
    onEnd(idleEnd(error));
  });
  const close = (): void => {
    ended = true;
    line.firstByte.dispose();
    void client.destroy();
    // Until its first request undici does not know the socket.
    socket.destroy();
  };
  const line: Http1Line = {
    socket,
    firstByte: new FirstByteLimit((limit) => serving?.onNoFirstByte(limit)),
    destroy: close,
    served: ({ end }) => {
      serving = null;
      if (end !== null) ended = true;
    },
  };
  return {
    endpoint,
    close,
    // HTTP/1 ends with its one answer, so there is nothing to wait for.
    drain: close,
    onEnd: (listener) => {
      onEnd = listener;
    },
    onMaxStreams: () => undefined,
    headOf: (request) => http1Head(authority, request),
    send: (request, stop, enter, tell) =>
      new Promise((resolve) => {
        serving = new Http1Request(line, request, stop, enter, tell, resolve);
        const options: DispatchOptions = {
          method: request.method,
          path: request.path,
          headers: flat(request),
          body: bodyOf(request.body),
          // Always said, or undici closes after HEAD and after GET with a body.
          reset: request.closeAfter,
          // undici drops the connection when this changes, and by default it follows the Host header.
          servername: origin,
        };
        client.dispatch(options, serving);
      }),
  };
}

/** undici reads `servername`, but its types leave it out. */
type DispatchOptions = Dispatcher.DispatchOptions & { readonly servername: string };

/** `Array.prototype.flat` takes many times as long. */
function flat({ headers, body }: WireRequest): string[] {
  const fields: string[] = [];
  for (const [name, value] of headers) fields.push(name, value);
  // Of bytes undici counts itself.
  if (isStreamed(body)) fields.push('Content-Length', String(body.length));
  return fields;
}

/** undici takes anything that can be iterated, but its types know streams only. */
function bodyOf(body: WireRequest['body']): Uint8Array | Readable | null {
  return isStreamed(body) ? (readingOf(body) as unknown as Readable) : body;
}

function singleUse(socket: Socket): buildConnector.connector {
  let used = false;
  return (_options, callback) => {
    if (used) {
      // Not in this tick: undici would connect again and again without end.
      setImmediate(callback, new ConnectionGoneError('The connection is gone'), null);
      return;
    }
    used = true;
    // undici does not look at its queue again when it is answered while it asks.
    queueMicrotask(() => {
      callback(null, socket);
    });
  };
}
