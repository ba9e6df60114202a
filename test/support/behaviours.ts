/** What the scripted server does with a request, by the path it was asked for. Each is one row of a bad day. */
import type { SeenRequest } from './scriptedServer.ts';

export type Reply = {
  readonly request: SeenRequest;
  /** A number from the query. */
  number(name: string, otherwise: number): number;
  /** The whole request body. */
  body(): Promise<Buffer>;
  /** Resolves when the kernel has taken it. */
  write(data: string | Buffer): Promise<void>;
  wait(ms: number): Promise<void>;
  /** The silence after an answer that has been given. */
  idle(ms: number): Promise<void>;
  /** Reads no further, so that what the client sends piles up on its side. */
  pause(): void;
  /** Closes our side: a FIN. */
  fin(): void;
  /** Closes the connection at once: an RST. */
  reset(): void;
};

export type Behaviour = (reply: Reply) => Promise<void> | void;

/** Says `ok`, or `?size=N` bytes, with `?status=N`. A HEAD gets the head alone. */
export const ok: Behaviour = async (reply) => {
  await reply.body();
  const text = 'x'.repeat(reply.number('size', 0)) || 'ok';
  const head = `HTTP/1.1 ${String(reply.number('status', 200))} OK\r\nContent-Length: ${String(text.length)}\r\n\r\n`;
  await reply.write(reply.request.method === 'HEAD' ? head : head + text);
};

/** Answers well, then goes on with `then` after `?ms=N` of silence. */
function afterIdle(then: Behaviour): Behaviour {
  return async (reply) => {
    await ok(reply);
    await reply.idle(reply.number('ms', 5));
    await then(reply);
  };
}

/** Reads the whole request, then writes `text` as it stands and goes on with `then`. */
function says(text: string, then: Behaviour = () => undefined): Behaviour {
  return async (reply) => {
    await reply.body();
    await reply.write(text);
    await then(reply);
  };
}

const fin: Behaviour = (reply) => {
  reply.fin();
};

/** After a pause, so that what was written before is read before the RST throws it away. */
const reset: Behaviour = async (reply) => {
  await reply.wait(30);
  reply.reset();
};

const never: Behaviour = () => new Promise(() => undefined);

export const behaviours: Readonly<Record<string, Behaviour>> = {
  '/ok': ok,
  /** 503, and to come back after `?seconds=N`. */
  '/retry-after': async (reply) => {
    await reply.body();
    const seconds = String(reply.number('seconds', 0));
    await reply.write(`HTTP/1.1 503 Later\r\nRetry-After: ${seconds}\r\nContent-Length: 0\r\n\r\n`);
  },
  '/chunked': says(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3\r\n!!!\r\n0\r\n\r\n',
  ),
  /** `?first=MS` before the first byte, `?between=MS` before the second half of the body. */
  '/slow': async (reply) => {
    await reply.body();
    await reply.wait(reply.number('first', 50));
    await reply.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab');
    await reply.wait(reply.number('between', 0));
    await reply.write('cd');
  },
  '/echo': async (reply) => {
    const body = await reply.body();
    await reply.write(`HTTP/1.1 200 OK\r\nContent-Length: ${String(body.length)}\r\n\r\n`);
    await reply.write(body);
  },

  // Answers after which nobody should reuse the connection.
  '/close': says('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok', fin),
  '/close-left-open': says('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  '/close-in-a-list': says(
    'HTTP/1.1 200 OK\r\nconnection: Keep-Alive, CLOSE\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/proxy-connection-close': says(
    'HTTP/1.1 200 OK\r\nProxy-Connection: close\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/close-chunked': says(
    'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    fin,
  ),
  '/close-delimited': says('HTTP/1.1 200 OK\r\n\r\nuntil the end', fin),
  '/close-delimited-reset': says('HTTP/1.1 200 OK\r\n\r\nuntil the', reset),
  '/http-1.0': says('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  '/http-1.0-close-delimited': says('HTTP/1.0 200 OK\r\n\r\nuntil the end', fin),
  '/http-1.0-keep-alive-without-length': says(
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nuntil the end',
    fin,
  ),
  '/http-1.0-keep-alive': says(
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/keep-alive-timeout': says(
    'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/keep-alive-max': says(
    'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=1\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/chunked-with-trailers': says(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: yes\r\n\r\n',
  ),
  '/length-and-chunked': says(
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  ),
  /** `?to=PORT`: the same host over https; `?status=N`. */
  '/to-https': async (reply) => {
    await reply.body();
    const to = `https://127.0.0.1:${String(reply.number('to', 443))}/ok`;
    const status = String(reply.number('status', 301));
    await reply.write(`HTTP/1.1 ${status} Moved\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`);
  },
  '/empty': says('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
  '/204-with-length': says('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n'),
  '/204': says('HTTP/1.1 204 No Content\r\n\r\n'),
  '/304': says('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'),
  '/304-chunked': says('HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n'),
  '/304-with-length': says('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'),
  '/head-without-length': says('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n'),

  // What happens to a connection while nobody uses it.
  '/idle-fin': afterIdle(fin),
  '/idle-reset': afterIdle((reply) => {
    reply.reset();
  }),
  '/idle-bytes': afterIdle(async (reply) => {
    await reply.write('by the way');
  }),
  '/idle-408': afterIdle(async (reply) => {
    await reply.write(
      'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  }),

  // No answer, or less than one.
  '/fin': says('', fin),
  '/reset': async (reply) => {
    await reply.body();
    reply.reset();
  },
  '/never': never,
  /** Not even the request is read. */
  '/fin-at-once': fin,
  '/reset-at-once': (reply) => {
    reply.reset();
  },
  '/partial-head': says('HTTP/1.1 200 OK\r\nContent-Le', fin),
  '/partial-body': says('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', fin),
  '/partial-body-reset': says('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', reset),
  '/partial-body-never': says('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', never),
  '/partial-chunked': says(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    fin,
  ),

  // More than an answer, or something else.
  '/excess': says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokthis is too much'),
  '/http-0.9': says('no head, just text', fin),
  '/wrong-length': says('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok'),
  '/chunk-garbage': says('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n'),
  '/garbage': says('\u0000\u0001 this is no HTTP at all\r\n\r\n'),
  '/huge-header': says(
    `HTTP/1.1 200 OK\r\nX-Huge: ${'h'.repeat(300_000)}\r\nContent-Length: 2\r\n\r\nok`,
  ),
  '/unknown-coding': says('HTTP/1.1 200 OK\r\nTransfer-Encoding: strange\r\n\r\nbytes', fin),
  /** Answers before the body has come, and never reads it: needs one that no socket buffer holds. */
  '/early-413': async (reply) => {
    reply.pause();
    await reply.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig');
    await never(reply);
  },
  '/hints-only': says('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'),
  '/early-hints': says(
    'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/unsolicited-100': says(
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ),
  '/unexpected-101': says(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n',
  ),
};
