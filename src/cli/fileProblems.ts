import type { PlacedWords } from '../insight/problemJson.ts';
import { columnAt } from '../parser/parsedFileJson.ts';
import type { PlacedProblem } from '../parser/problems.ts';
import type { RequestProblem } from '../request/problems.ts';

/** A problem as the terminal shows it; `text` is the file's. */
export function describeProblem(
  problem: PlacedProblem | RequestProblem,
  file: string,
  text: string,
): PlacedWords {
  return {
    file,
    line: problem.line + 1,
    column: columnAt(text, problem.start),
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
  };
}

/** A problem with the file as a whole. */
export function wholeFileProblem(file: string, code: string, message: string): PlacedWords {
  return { file, line: 1, column: 1, code, severity: 'error', message };
}
