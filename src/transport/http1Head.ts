/** The head of a request as undici writes it (`writeH1`, lib/dispatcher/client-h1.js); a contract test holds it to that. */
import type { SentHead, WireRequest } from './connection.ts';

/** Methods for which a body is expected, so that the lack of one is said. */
const withPayload = new Set(['PUT', 'POST', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

export function http1Head(
  authority: string,
  { method, path, headers, body, closeAfter }: WireRequest,
): SentHead {
  const host = headers.find(isHost)?.[1] ?? authority;
  const length = body?.length ?? 0;
  const fields: (readonly [string, string])[] = [
    ['host', host],
    ['connection', closeAfter ? 'close' : 'keep-alive'],
  ];
  for (const field of headers) if (!isHost(field)) fields.push(field);
  if (length > 0 || withPayload.has(method)) fields.push(['content-length', String(length)]);
  return { method, path, httpVersion: '1.1', headers: fields };
}

function isHost([name]: readonly [string, string]): boolean {
  return name.length === 4 && name.toLowerCase() === 'host';
}
