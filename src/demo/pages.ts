/** The pages of the demo origin, each there to show one thing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;
type Page = (request: Request, response: Response, url: URL) => void | Promise<void>;

const token = 'demo-token';

const pages: Readonly<Record<string, Page>> = {
  '/json': (_request, response) => {
    json(response, 200, { id: 7, name: 'Ada', languages: ['English', 'French'] });
  },
  /** `?ms=N` of thinking before the answer. */
  '/slow': async (_request, response, url) => {
    const ms = Math.min(Number(url.searchParams.get('ms') ?? 300), 60_000);
    await delay(ms);
    json(response, 200, { thoughtForMs: ms });
  },
  '/never': () => undefined,
  '/echo': async (request, response) => {
    const { method, url: target, headers } = request;
    json(response, 200, { method, target, headers, body: await text(request) });
  },
  '/chunked': async (_request, response) => {
    send(response, 200, { 'Content-Type': 'text/plain; charset=utf-8' });
    for (const word of ['piece ', 'by ', 'piece\n']) {
      write(response, word);
      await delay(20);
    }
    response.end();
  },
  /** Says that the connection ends with this answer. */
  '/close': (request, response) => {
    if (request.httpVersionMajor === 1) response.setHeader('Connection', 'close');
    json(response, 200, { connection: 'close' });
  },
  /** Says nothing, and closes the connection a moment later. */
  '/idle': (request, response) => {
    json(response, 200, { connection: 'closed by the server while idle' });
    const close = (): void => {
      if ('stream' in request) request.stream.session?.close();
      else request.socket.end();
    };
    response.on('finish', () => setTimeout(close, 100));
  },
  '/login': (_request, response) => {
    json(response, 200, { token });
  },
  '/account': (request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    if (isKnown) json(response, 200, { user: 'ada' });
    else json(response, 401, { error: 'Send the token of /login' });
  },
  '/image.svg': (_request, response) => {
    send(response, 200, { 'Content-Type': 'image/svg+xml' });
    response.end(
      '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="60" viewBox="0 0 160 60">' +
        '<path d="M40 30h80" stroke="#3794ff" stroke-width="6"/>' +
        '<circle cx="30" cy="30" r="16" fill="#3794ff"/><circle cx="130" cy="30" r="16" fill="#3794ff"/></svg>\n',
    );
  },
};

/** `/status/404` and the like answer with that status; `/` lists the pages. */
export function answer(request: Request, response: Response): void {
  // A client that goes away in the middle is nobody's error.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const status = Number(/^\/status\/([2-5]\d\d)$/.exec(url.pathname)?.[1]);
  const page = pages[url.pathname];
  if (page) void Promise.resolve(page(request, response, url)).catch(() => undefined);
  else if (status) json(response, status, { status });
  else if (url.pathname === '/') json(response, 200, [...Object.keys(pages), '/status/404']);
  else json(response, 404, { error: `There is no page ${url.pathname}; / lists all` });
}

function json(response: Response, status: number, value: unknown): void {
  const body = status === 204 || status === 304 ? '' : `${JSON.stringify(value, null, 2)}\n`;
  send(response, status, {
    'Content-Type': 'application/json',
    ...(body && { 'Content-Length': String(Buffer.byteLength(body)) }),
  });
  response.end(body);
}

/** The responses of HTTP/1 and HTTP/2 have these methods alike, but with types that do not unite. */
function send(response: Response, status: number, headers: Record<string, string>): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function write(response: Response, chunk: string): void {
  (response as ServerResponse).write(chunk);
}
