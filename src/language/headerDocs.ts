/** The request headers that are offered, and what is worth knowing about those that concern connections. */
import { mimeTypes } from './mimeTypes.ts';

/** By lower-case name; only headers with something to say. */
export function headerDoc(name: string): string | null {
  return docs.get(name.toLowerCase()) ?? null;
}

export function headerValues(name: string): readonly string[] {
  return values.get(name.toLowerCase()) ?? [];
}

export const headerNames: readonly string[] = `Accept Accept-Charset Accept-Encoding Accept-Language
  Access-Control-Request-Headers Access-Control-Request-Method Authorization Cache-Control Connection
  Content-Disposition Content-Encoding Content-Language Content-Location Content-Type Cookie DNT Date
  Expect Forwarded From Host Idempotency-Key If-Match If-Modified-Since If-None-Match If-Range
  If-Unmodified-Since Keep-Alive Link Max-Forwards Origin Pragma Prefer Priority Proxy-Authorization
  Range Referer Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site TE Trailer Upgrade User-Agent Via
  X-Api-Key X-Correlation-ID X-Csrf-Token X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto
  X-HTTP-Method-Override X-Request-ID X-Request-Type X-Requested-With traceparent`.split(/\s+/);

const left =
  'It is computed for the connection that is used, and left out of what is sent when a file has it.';

const docs = new Map<string, string>([
  [
    'connection',
    '`close` closes the connection after the answer, as `# @no-keep-alive` does. `keep-alive` is the default of HTTP/1.1 and left out. HTTP/2 has no such header.',
  ],
  [
    'keep-alive',
    `\`timeout=5, max=100\` is a server's hint for how long it keeps an idle connection. In a request it means nothing. ${left}`,
  ],
  ['proxy-connection', `A relic of HTTP/1.0 proxies. ${left}`],
  [
    'transfer-encoding',
    `How the body is framed on this one connection, such as \`chunked\`. ${left}`,
  ],
  ['content-length', `The length of the body in bytes. ${left}`],
  ['upgrade', `Asks to speak another protocol on this connection. ${left}`],
  [
    'host',
    'The name of the server, from the URL unless it is written here. Connections are matched by the URL, so another `Host` does not open another connection. With a path as target the request goes to this host.',
  ],
  [
    'expect',
    '`100-continue` asks the server for a word before the body is sent. It costs a round trip, and is not supported here.',
  ],
  ['te', '`trailers` says that trailers are read. It holds for one connection only.'],
  ['accept-encoding', 'The compressions that are understood.'],
  [
    'authorization',
    '`Basic user password` and `Basic user:password` are encoded when sent. Connections are shared whatever this header says.',
  ],
  ['cookie', 'Connections are shared whatever the cookies say.'],
  [
    'content-type',
    'The media type of the body. It also says how the body is read here: JSON, form, multipart, GraphQL.',
  ],
  ['user-agent', 'Who is asking.'],
  ['idempotency-key', 'Lets a server recognise a request that is sent again, after a retry.'],
]);

const media = mimeTypes.map(({ type }) => type);

const values = new Map<string, readonly string[]>([
  ['accept', [...media, '*/*']],
  ['content-type', [...media, 'application/json; charset=utf-8', 'text/plain; charset=utf-8']],
  ['accept-encoding', ['gzip', 'br', 'zstd', 'deflate', 'identity', 'gzip, deflate, br']],
  ['accept-language', ['en', 'en-US,en;q=0.9', 'de', 'fr', '*']],
  ['accept-charset', ['utf-8']],
  ['authorization', ['Basic ', 'Bearer ', 'Digest ']],
  ['proxy-authorization', ['Basic ', 'Bearer ']],
  ['cache-control', ['no-cache', 'no-store', 'max-age=0', 'only-if-cached']],
  ['connection', ['close', 'keep-alive']],
  ['content-encoding', ['gzip', 'br', 'zstd', 'deflate']],
  ['expect', ['100-continue']],
  ['pragma', ['no-cache']],
  ['prefer', ['return=minimal', 'return=representation', 'respond-async']],
  ['range', ['bytes=0-1023']],
  ['te', ['trailers']],
  ['upgrade', ['websocket', 'h2c']],
  ['x-http-method-override', ['PUT', 'PATCH', 'DELETE']],
  ['x-request-type', ['GraphQL']],
  ['x-requested-with', ['XMLHttpRequest']],
  ['x-forwarded-proto', ['https', 'http']],
  ['sec-fetch-mode', ['cors', 'navigate', 'no-cors', 'same-origin']],
  ['sec-fetch-site', ['same-origin', 'same-site', 'cross-site', 'none']],
  ['sec-fetch-dest', ['document', 'empty', 'image', 'script', 'style']],
]);
