/** Something wrong in the file: what, where, and how bad. Never thrown. */
import type { Span } from './token.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The closed list of what the parser finds; a new finding is a new member. */
export type ParseProblemCode =
  | 'binary-file'
  | 'missing-url'
  | 'header-without-colon'
  | 'header-without-name'
  | 'body-without-blank-line'
  | 'variable-without-name'
  | 'variable-without-value'
  | 'unknown-directive'
  | 'directive-value'
  | 'script-not-closed'
  | 'comment-not-closed'
  | 'quote-not-closed'
  | 'unexpected-line'
  | 'assertion-incomplete'
  | 'statement-incomplete'
  | 'unknown-curl-option'
  | 'not-supported-yet';

export type Problem = {
  readonly code: ParseProblemCode;
  readonly severity: Severity;
  /** A sentence that names the thing and the way out, without a final dot. */
  readonly message: string;
  readonly span: Span;
  /** From the start of the block. */
  readonly line: number;
};
