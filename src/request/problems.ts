/** What stops a request, or is worth knowing before it is sent. */
import type { PlacedRequest, Span } from '../parser/httpFile.ts';
import type { ParseProblemCode, Severity } from '../parser/problem.ts';
import type { PlacedProblem } from '../parser/problems.ts';
import type { FaultCode } from './expand.ts';

/** The closed list; the parser's are among them because its errors stop a request too. */
export type RequestProblemCode =
  | ParseProblemCode
  | FaultCode
  | 'missing-host'
  | 'duplicate-name'
  | 'invalid-url'
  | 'unsupported-scheme'
  | 'invalid-method'
  | 'invalid-header'
  | 'computed-header'
  | 'invalid-http-version'
  | 'invalid-graphql-variables'
  | 'missing-boundary'
  | 'multipart-parts'
  | 'body-unreadable'
  | 'directive-unit'
  | 'directive-without-effect';

/** Offsets in UTF-16 units and the line, all in the file and from 0. */
export type RequestProblem = Omit<PlacedProblem, 'code'> & { readonly code: RequestProblemCode };

/** Where findings about one request are put. */
export type Findings = {
  readonly placed: PlacedRequest;
  readonly problems: RequestProblem[];
};

/** The parser's errors of the request's block come first: they stop the request. */
export function findingsOf(placed: PlacedRequest): Findings {
  const findings: Findings = { placed, problems: [] };
  for (const { code, severity, message, span, line } of placed.problems) {
    if (severity === 'error') report(findings, code, severity, message, span, line);
  }
  return findings;
}

/** `span` and `line` count from the start of the request's block, as the tree's do. */
export function report(
  findings: Findings,
  code: RequestProblemCode,
  severity: Severity,
  message: string,
  span: Span,
  line: number,
): void {
  const { offset, blockLine } = findings.placed;
  findings.problems.push({
    code,
    severity,
    message,
    start: offset + span.start,
    end: offset + span.end,
    line: blockLine + line,
  });
}

export function hasError(findings: Findings): boolean {
  return findings.problems.some(({ severity }) => severity === 'error');
}
