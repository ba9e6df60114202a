/** The hints that files give of themselves: nothing was sent, so nothing is measured. */
import type { PlacedWords } from '../insight/problemJson.ts';
import { check, newMemory } from '../language/check.ts';
import { findHints, type OriginCounts } from '../language/findHints.ts';
import { columnAt } from '../parser/parsedFileJson.ts';
import { resolve } from '../request/resolve.ts';
import type { OpenFile } from './openFile.ts';

/** In the order of the files, then of their lines. */
export function fileHints(files: readonly OpenFile[]): readonly PlacedWords[] {
  const checked = files.map((open) => {
    const memory = newMemory();
    const { file, scope, path } = open;
    toEnd(check({ file, around: scope, resolve: (one) => resolve(one, scope, path) }, memory));
    return { open, memory, origins: toEnd(findHints(file, memory, unknown)).origins };
  });
  return checked.flatMap(({ open, memory, origins: own }) => {
    const others = checked.flatMap(({ origins }) => (origins === own ? [] : [origins]));
    const { hints } = toEnd(findHints(open.file, memory, { ...unknown, others }));
    return hints.map(({ line, start, code, severity, message }) => ({
      file: open.path,
      line: line + 1,
      column: columnAt(open.text, start),
      code,
      severity,
      message,
    }));
  });
}

const unknown = { profile: () => null, others: [] as readonly OriginCounts[] };

function toEnd<Result>(work: Generator<void, Result>): Result {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}
