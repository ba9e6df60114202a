/** What stands in a block beside its request, is read by the parser, and is acted on by nobody yet. */
import type { PlacedBlock, Span } from '../parser/httpFile.ts';
import type { Severity } from '../parser/problem.ts';
import type { RequestProblem } from './problems.ts';

export function blockProblems({ block, offset, line }: PlacedBlock): readonly RequestProblem[] {
  const { statements, loose } = block;
  if (statements.length === 0 && loose === null) return none;
  const problems: RequestProblem[] = [];
  const report = (at: Placed, severity: Severity, message: string): void => {
    const { start, end } = at.span;
    const place = { start: offset + start, end: offset + end, line: line + at.line };
    problems.push({ code: 'not-supported-yet', severity, message, ...place });
  };
  for (const statement of statements) {
    const message = `\`${statement.kind}\` is not supported yet: this line does nothing`;
    report(statement, 'error', message);
  }
  for (const script of loose?.scripts ?? []) {
    report(script, 'error', 'A script outside a request is not supported yet: it does not run');
  }
  for (const assertion of loose?.assertions ?? []) {
    report(assertion, 'warning', 'There is no request here that this could be asked of');
  }
  for (const { name, line: headerLine } of loose?.headers ?? []) {
    const message = 'Headers for all requests are not supported yet: this one is not sent';
    report({ span: name.span, line: headerLine }, 'warning', message);
  }
  return problems;
}

const none: readonly RequestProblem[] = [];

type Placed = { readonly span: Span; readonly line: number };
