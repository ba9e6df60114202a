/** What the hints look at, of one request: kept for each, so that a large file is not resolved twice. */
import type { RequestFacts } from '../insight/hints/facts.ts';
import { originOfUrl } from '../insight/endpointText.ts';
import type { Request } from '../parser/httpFile.ts';
import { previewOf, type Resolution } from '../request/resolve.ts';

/** Null where it is not known yet where the request goes. */
export function requestFacts(
  written: Request | null,
  resolution: Resolution | null,
): RequestFacts | null {
  if (written === null || resolution === null || resolution.kind === 'problems') return null;
  const request = previewOf(resolution);
  const origin = request === null ? null : originOfUrl(request.url);
  if (request === null || origin === null) return null;
  const isOff = (name: string): boolean =>
    written.directives.findLast((directive) => directive.name === name)?.value === 'false';
  const hasDirective = written.directives.some(({ name }) => name === 'no-keep-alive');
  const noKeepAlive = request.noKeepAlive && hasDirective && !isOff('no-keep-alive');
  return {
    origin: shared(origin),
    path: URL.parse(request.url)?.pathname ?? request.path,
    closesByHeader: request.noKeepAlive && !noKeepAlive,
    noKeepAlive,
    freshConnection: request.freshConnection,
    insecure: request.insecure,
    pool: request.pool,
    maxIdleMs: request.maxIdleMs,
    httpVersion: request.httpVersion,
  };
}

/** One text for all requests to an origin, and none that holds on to the URL it was cut from. */
function shared(origin: string): string {
  const known = origins.get(origin);
  if (known !== undefined) return known;
  if (origins.size >= maxOrigins) origins.clear();
  origins.set(origin, origin);
  return origin;
}

const maxOrigins = 1000;
const origins = new Map<string, string>();
