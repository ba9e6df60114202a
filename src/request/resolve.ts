/**
 * A request of a file, its references expanded and everything about it checked: what the client
 * sends, or why it can't be sent. Pure but for the scope's clock and chance.
 */
import type { PlacedRequest } from '../parser/httpFile.ts';
import { basic } from './authorization.ts';
import { valuesOf } from './expand.ts';
import type { Values } from './expand.ts';
import { expandPart } from './expandPart.ts';
import { excerpt, findingsOf, hasError, report } from './problems.ts';
import type { Findings, RequestProblem } from './problems.ts';
import { requestBody } from './requestBody.ts';
import { headerValue, requestHeaders } from './requestHeaders.ts';
import { requestOptions } from './requestOptions.ts';
import { requestUrl } from './requestUrl.ts';
import type { RequestUrl } from './requestUrl.ts';
import type { HeaderField, ResolvedRequest } from './resolvedRequest.ts';
import type { Scope } from './scope.ts';
import { checkConstructs } from './unsupported.ts';

export type { RequestProblem, RequestProblemCode } from './problems.ts';

/** `ready` may carry problems that stop nothing; of `problems` the first is an error. */
export type Resolution =
  | {
      readonly kind: 'ready';
      readonly request: ResolvedRequest;
      readonly problems: readonly RequestProblem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly RequestProblem[] };

/** `file` names the file in the exchange, as the surface that asks has it. */
export function resolve(placed: PlacedRequest, scope: Scope, file: string): Resolution {
  const { request, title, line } = placed;
  const findings = findingsOf(placed);
  const values = valuesOf(scope);
  checkConstructs(findings);
  const method = methodOf(findings);
  const headers = requestHeaders(values, findings);
  const url = urlOf(values, findings, headerValue(headers.fields, 'host'));
  const body = requestBody(values, findings, headerValue(headers.fields, 'content-type') ?? '');
  const options = requestOptions(values, findings);
  const problems = inOrder(findings.problems);
  if (url === null || hasError(findings)) return { kind: 'problems', problems };
  const { credentials, ...place } = url;
  const resolved: ResolvedRequest = {
    method,
    ...place,
    httpVersion: request.httpVersion?.text ?? null,
    headers: finished(headers.fields, request.body?.kind === 'graphql', credentials),
    body,
    ...options,
    noKeepAlive: options.noKeepAlive || headers.closesConnection,
    source: { file, name: request.name, title, line: line + 1 },
  };
  return { kind: 'ready', request: resolved, problems };
}

/** Errors first, each kind in the file's order. */
function inOrder(problems: readonly RequestProblem[]): readonly RequestProblem[] {
  if (problems.length < 2) return problems;
  const rank = ({ severity }: RequestProblem): number => (severity === 'error' ? 0 : 1);
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.start - b.start);
}

/** REST Client takes `get` for GET; `GRAPHQL` is the JetBrains word for a POST with a query. */
function methodOf(findings: Findings): string {
  const { method, body, line } = findings.placed.request;
  if (method === null) return body?.kind === 'graphql' ? 'POST' : 'GET';
  const { text, span } = method;
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(text)) {
    const message = `\`${excerpt(text)}\` is no method: a method is a word such as GET`;
    report(findings, 'invalid-method', 'error', message, span, line);
  }
  const word = /^[a-z-]+$/i.test(text) ? text.toUpperCase() : text;
  return word === 'GRAPHQL' ? 'POST' : word;
}

function urlOf(values: Values, findings: Findings, hostHeader: string | null): RequestUrl | null {
  const { target, line } = findings.placed.request;
  if (target.text === '') return null;
  const before = findings.problems.length;
  const text = expandPart(target.text, { ...target, line }, values, findings);
  // What is wrong with a URL that lacks a variable would only confuse.
  if (findings.problems.length > before || isUnresolvedHost(findings, text)) return null;
  const url = requestUrl(text, hostHeader);
  if ('url' in url) return url;
  report(findings, url.code, 'error', url.message, target.span, line);
  return null;
}

/** A path goes to the host of a header; where that one has a problem, one problem is enough. */
function isUnresolvedHost(findings: Findings, target: string): boolean {
  if (!target.startsWith('/')) return false;
  const { headers } = findings.placed.request;
  const host = headers.find(({ name }) => name.text.toLowerCase() === 'host');
  return host?.value.text.includes('{{') === true && hasError(findings);
}

function finished(
  fields: readonly HeaderField[],
  isGraphql: boolean,
  credentials: RequestUrl['credentials'],
): readonly HeaderField[] {
  const kept = isGraphql ? fields.filter(([name]) => !/^x-request-type$/i.test(name)) : [...fields];
  if (isGraphql && headerValue(kept, 'content-type') === null) {
    kept.push(['Content-Type', 'application/json']);
  }
  if (credentials !== null && headerValue(kept, 'authorization') === null) {
    kept.push(['Authorization', basic(credentials.user, credentials.password)]);
  }
  return kept;
}
