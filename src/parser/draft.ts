/** What a block has been found to hold so far: the one mutable thing of the parser. */
import type {
  Assertion,
  Directive,
  ResponseFile,
  Script,
  Statement,
  VariableDefinition,
} from './httpFile.ts';
import type { ParseProblemCode, Problem, Severity } from './problem.ts';
import { span, type Cursor } from './lines.ts';

export type Draft = {
  readonly variables: VariableDefinition[];
  readonly directives: Directive[];
  readonly statements: Statement[];
  readonly scripts: Script[];
  readonly assertions: Assertion[];
  readonly responseFiles: ResponseFile[];
  readonly problems: Problem[];
};

export function emptyDraft(): Draft {
  return {
    variables: [],
    directives: [],
    statements: [],
    scripts: [],
    assertions: [],
    responseFiles: [],
    problems: [],
  };
}

/** Notes a problem on a part of the cursor's line. */
export function report(
  cursor: Cursor,
  draft: Draft,
  code: ParseProblemCode,
  severity: Severity,
  message: string,
  start: number = cursor.first,
  end: number = cursor.stop,
): void {
  draft.problems.push({
    code,
    severity,
    message,
    span: span(cursor, start, end),
    line: cursor.line,
  });
}

/** As much of a text as a message can carry. */
export function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** One empty list for all blocks, and others without the room they had to grow. */
export function orNone<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? none : items.slice();
}

const none: readonly never[] = [];
