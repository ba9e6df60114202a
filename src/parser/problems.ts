/** What the parser found in a file, in the file's own lines and offsets. */
import { blocksIn } from './blocks.ts';
import type { HttpFile } from './httpFile.ts';
import type { ParseProblemCode, Problem, Severity } from './problem.ts';

/** Offsets in UTF-16 units and the line, all in the file and from 0. */
export type PlacedProblem = {
  readonly code: ParseProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
};

/** In the order of the blocks; chunks without any are passed over. */
export function problemsOf(file: HttpFile): readonly PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  for (const placed of file.chunks) {
    if (!placed.chunk.hasProblems) continue;
    for (const { offset, line, block } of blocksIn(placed)) {
      for (const problem of block.problems) problems.push(placeProblem(problem, offset, line));
    }
  }
  return problems;
}

/** `offset` and `line` are those of the problem's block. */
export function placeProblem(problem: Problem, offset: number, line: number): PlacedProblem {
  const { code, severity, message, span } = problem;
  return {
    code,
    severity,
    message,
    start: offset + span.start,
    end: offset + span.end,
    line: line + problem.line,
  };
}
