/** Request headers as HTTP/2 wants them: lower case, with pseudo-headers, without those about an HTTP/1 connection. */
import type { OutgoingHttpHeaders } from 'node:http2';
import type { SentHead, WireRequest } from './connection.ts';

/** RFC 9113, section 8.2.2; curl leaves them out as well. */
const connectionFields = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

export function http2Headers(
  scheme: string,
  authority: string,
  { method, path, headers: fields, body }: WireRequest,
): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {
    ':method': method,
    ':path': path,
    ':scheme': scheme,
    ':authority': authority,
  };
  for (const [name, value] of fields) {
    const field = name.toLowerCase();
    if (field === 'host') headers[':authority'] = value;
    else if (!connectionFields.has(field) && (field !== 'te' || value === 'trailers')) {
      const before = headers[field];
      headers[field] = before === undefined ? value : [before, value].flat();
    }
  }
  if (body !== null) headers['content-length'] = String(body.length);
  return headers;
}

/** Method and path apart from the fields, as in HTTP/1.1. */
export function http2Head(scheme: string, authority: string, request: WireRequest): SentHead {
  const { method, path } = request;
  const fields: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(http2Headers(scheme, authority, request))) {
    if (name === ':method' || name === ':path') continue;
    for (const each of [value].flat()) fields.push([name, String(each)]);
  }
  return { method, path, httpVersion: '2', headers: fields };
}

/** The fields as RFC 9113, section 6.5.2, counts them, without the 32 bytes an entry takes in the table. */
export function sizeOf(headers: OutgoingHttpHeaders): number {
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value].flat()) size += name.length + String(each).length;
  }
  return size;
}
