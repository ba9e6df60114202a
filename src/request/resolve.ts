/**
 * A request of a file, its references expanded and everything about it checked: what the client
 * sends, or why it can't be sent. Pure but for the scope's clock and chance.
 */
import type { PlacedRequest } from '../parser/httpFile.ts';
import { basic } from './authorization.ts';
import { withDefaultHeaders } from './defaultHeaders.ts';
import { excerpt } from './excerpt.ts';
import { valuesOf, type Values } from './expand.ts';
import { expandPart, sourceOf } from './expandPart.ts';
import { headerValue } from './headerValue.ts';
import { withContentType } from './multipart.ts';
import { distinctNeeds, type Need } from './needs.ts';
import { findingsOf, hasError, report, type Findings, type RequestProblem } from './problems.ts';
import { inOrderOfPrompts } from './promptNeeds.ts';
import { requestBody } from './requestBody.ts';
import { requestHeaders } from './requestHeaders.ts';
import { requestOptions } from './requestOptions.ts';
import { responseFiles } from './responseFiles.ts';
import { requestUrl, type RequestUrl } from './requestUrl.ts';
import type { HeaderField, ResolvedRequest, Signing } from './resolvedRequest.ts';
import { requestScope, type Scope } from './scope.ts';
import { isMaskable, maskMessage } from './secrets.ts';
import { checkConstructs, isOtherProtocol } from './unsupported.ts';

/** `ready` and `needs` may carry problems that stop nothing; of `problems` the first is an error. */
export type Resolution =
  | {
      readonly kind: 'ready';
      readonly request: ResolvedRequest;
      readonly needs: readonly [];
      readonly problems: readonly RequestProblem[];
    }
  | {
      readonly kind: 'needs';
      /** What has to be found out before it can be sent, each once. */
      readonly needs: readonly Need[];
      /** As it would be sent but for that, good for a forecast; null when its host is not known. */
      readonly preview: ResolvedRequest | null;
      readonly problems: readonly RequestProblem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly RequestProblem[] };

/** `file` names the file in the exchange, as the surface that asks has it. */
export function resolve(placed: PlacedRequest, scope: Scope, file: string): Resolution {
  const { request, title, line } = placed;
  const findings = findingsOf(placed);
  const around = requestScope(scope, placed);
  const values = valuesOf(around);
  checkConstructs(findings);
  checkReferences(placed, scope, findings);
  checkName(placed, scope, findings);
  const method = methodOf(findings);
  // Before the headers, so that a person is asked in the order of the text.
  const target = targetOf(values, findings);
  const headers = withDefaultHeaders(requestHeaders(values, findings), values, findings);
  const { fields, signing } = headers;
  const url = urlOf(target, values, findings, headerValue(fields, 'host'));
  const body = requestBody(values, findings, headerValue(fields, 'content-type') ?? '');
  const options = requestOptions(values, findings);
  const files = responseFiles(values, findings);
  const secrets = [...values.secrets, ...secretsOf(signing)].filter(isMaskable);
  const problems = inOrder(findings.problems).map((problem) => masked(problem, secrets));
  if (hasError(findings)) return { kind: 'problems', problems };
  const needs = distinctNeeds(inOrderOfPrompts(values.needs, around.prompts));
  if (url === null) {
    if (needs.length > 0) return { kind: 'needs', needs, preview: null, problems };
    return { kind: 'problems', problems };
  }
  const { credentials, ...place } = url;
  const resolved: ResolvedRequest = {
    method,
    ...place,
    httpVersion: httpVersionOf(findings),
    headers: finished(
      withContentType(fields, body.contentType),
      body.isGraphql,
      signing === null ? credentials : null,
    ),
    body: body.bytes,
    ...options,
    noKeepAlive: options.noKeepAlive || headers.closesConnection,
    responseFiles: files,
    signing,
    secrets,
    source: { file, name: request.name, title, line: line + 1 },
  };
  return needs.length > 0
    ? { kind: 'needs', needs, preview: resolved, problems }
    : { kind: 'ready', request: resolved, needs: [], problems };
}

/** What would be sent as far as it is known: enough for a forecast, or null. */
export function previewOf(
  resolution: Exclude<Resolution, { readonly kind: 'problems' }>,
): ResolvedRequest | null {
  return resolution.kind === 'ready' ? resolution.request : resolution.preview;
}

/** What a message quotes may hold a secret that the file itself does not. */
function masked(problem: RequestProblem, secrets: readonly string[]): RequestProblem {
  return secrets.length === 0
    ? problem
    : { ...problem, message: maskMessage(problem.message, secrets) };
}

/** `# @ref` and `# @force-ref` name requests of this file. */
function checkReferences(placed: PlacedRequest, scope: Scope, findings: Findings): void {
  for (const { name, value, span, line } of placed.request.directives) {
    if (name !== 'ref' && name !== 'force-ref') continue;
    if (scope.requests.has(value)) continue;
    const message = `No request of this file is named \`${excerpt(value)}\`: add \`# @name ${excerpt(value)}\` to one`;
    report(findings, 'unresolved-variable', 'error', message, span, line);
  }
}

/** Of two requests with one name, the second is told of. */
function checkName({ request, offset }: PlacedRequest, scope: Scope, findings: Findings): void {
  const { name, directives } = request;
  if (name === null) return;
  const first = scope.requests.firstAt(name);
  if (first === null || first >= offset) return;
  const at = directives.findLast((directive) => directive.name === 'name');
  if (at === undefined) return;
  const message = `\`${excerpt(name)}\` names two requests: where others refer to it, the one you have sent by itself counts, else the last one of the file. Give one of them another name`;
  report(findings, 'duplicate-name', 'warning', message, at.span, at.line);
}

/** What is signed with never goes out itself, and is not to be seen either. */
function secretsOf(signing: Signing | null): readonly string[] {
  if (signing === null) return [];
  if (signing.kind === 'digest') return [signing.password];
  return [signing.secretAccessKey, signing.sessionToken ?? ''];
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

/** No Node speaks HTTP/3 yet; who asks for less in that case gets what the server and we have in common. */
function httpVersionOf({ placed }: Findings): string | null {
  const { httpVersion, directives } = placed.request;
  const version = httpVersion?.text ?? null;
  if (version?.startsWith('3') !== true) return version;
  const fallback = directives.findLast(({ name }) => name === 'http-fallback');
  return fallback === undefined || fallback.value === 'false' ? version : null;
}

/** Null without one, and where it lacks a variable: what else is wrong with it would only confuse. */
function targetOf(values: Values, findings: Findings): string | null {
  const { target, line } = findings.placed.request;
  if (target.text === '') return null;
  const before = findings.problems.length;
  const text = expandPart(target.text, sourceOf(target, line), values, findings);
  return findings.problems.length > before ? null : text;
}

function urlOf(
  text: string | null,
  values: Values,
  findings: Findings,
  hostHeader: string | null,
): RequestUrl | null {
  if (text === null || isUnresolvedHost(findings, text)) return null;
  const { method, target, line } = findings.placed.request;
  const url = requestUrl(text, hostHeader);
  // A host that is not known yet is none, and no mistake either.
  if (values.needs.length > 0 && !('url' in url && !url.host.includes('{'))) return null;
  if ('url' in url) return url;
  // `WEBSOCKET ws://…`: that it is no HTTP is told of the method.
  const isTold = url.code === 'unsupported-scheme' && isOtherProtocol(method?.text ?? '');
  if (!isTold) report(findings, url.code, 'error', url.message, target.span, line);
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
