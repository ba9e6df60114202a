import type { Severity } from '../parser/problem.ts';

/** A problem as it is shown outside an editor: where in which file, counted from 1. */
export type PlacedWords = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
};

/** One line of `send --json`, before the exchanges. */
export function problemJson(problem: PlacedWords): object {
  return { type: 'problem', ...problemFields(problem) };
}

/** The fields in the order of the contract. */
function problemFields({ file, line, column, code, severity, message }: PlacedWords): PlacedWords {
  return { file, line, column, code, severity, message };
}

/** `demo.http:3:5: error: …`, as compilers have it, so that terminals and editors can link it. */
export function problemText(problem: PlacedWords): string {
  const { file, line, column, severity, message } = problem;
  return `${file}:${line}:${column}: ${severity}: ${message}`;
}
