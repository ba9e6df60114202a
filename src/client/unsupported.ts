/** What is parsed and checked all the same, but can't be sent: refused before a connection is taken. */
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

/** What is not supported, as the subject of a sentence; null when all of it is. */
export function unsupported(request: ResolvedRequest): string | null {
  if (request.httpVersion !== null && !versions.has(request.httpVersion)) {
    return `HTTP/${request.httpVersion.replace(/\.0$/, '').replace(/^1$/, '1.0')}`;
  }
  if (request.method === 'CONNECT') return 'The method CONNECT';
  if (request.path === '*') return 'The target *';
  const hosts = request.headers.filter(([name]) => name.toLowerCase() === 'host');
  if (hosts.length > 1) return 'A second Host header';
  const refused = request.headers.find(
    ([name, value]) =>
      refusedHeaders.has(name.toLowerCase()) || !token.test(name) || !fieldValue.test(value),
  );
  return refused === undefined ? null : `The header ${refused[0]}`;
}

const versions = new Set(['1.1', '2', '2.0', '2 (Prior Knowledge)', '2.0 (Prior Knowledge)']);

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/** What Latin-1 can carry (RFC 9110, section 5.5). */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** undici refuses them all; `Connection: close` is no header here but `noKeepAlive`. */
const refusedHeaders = new Set(['expect', 'transfer-encoding', 'keep-alive', 'upgrade']);
