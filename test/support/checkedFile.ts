/** A file that was checked, its requests resolved with what stands in it alone. */
import { atOnce } from '../../src/request/steps.ts';
import { check, newMemory, type CheckMemory } from '../../src/language/check.ts';
import type { HttpFile } from '../../src/parser/httpFile.ts';
import { parse } from '../../src/parser/parse.ts';
import type { RequestProblem } from '../../src/request/problems.ts';
import { resolve } from '../../src/request/resolve.ts';
import { fileScope } from '../../src/request/scope.ts';

export type CheckedFile = {
  readonly file: HttpFile;
  readonly problems: readonly RequestProblem[];
  /** What the check keeps of it for the hints. */
  readonly memory: CheckMemory;
};

export function checkedFile(text: string): CheckedFile {
  const file = parse(text);
  const scope = fileScope(file);
  const memory = newMemory();
  const steps = check(
    { file, around: {}, resolve: (placed) => resolve(placed, scope, 'a.http') },
    memory,
  );
  return { file, problems: atOnce(steps), memory };
}
