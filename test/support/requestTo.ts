import { noOptions } from '../../src/request/requestOptions.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';

/** A request as the file would give it: a GET without headers unless told otherwise. */
export function requestTo(url: string, changes: Partial<ResolvedRequest> = {}): ResolvedRequest {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    method: 'GET',
    url,
    scheme,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: pathname + search,
    httpVersion: null,
    headers: [],
    body: null,
    ...noOptions,
    unixSocket: null,
    responseFiles: [],
    signing: null,
    secrets: [],
    source: { file: 'test.http', name: null, title: null, line: 1 },
    ...changes,
  };
}
