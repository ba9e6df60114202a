/** The hints that files give of themselves: nothing was sent, so nothing is measured. */
import type { PlacedWords } from '../insight/problemJson.ts';
import { atOnce } from '../request/steps.ts';
import { check, newMemory } from '../language/check.ts';
import { findHints, type HintSources } from '../language/findHints.ts';
import { columnAt } from '../parser/parsedFileJson.ts';
import { resolve } from '../request/resolve.ts';
import type { OpenFile } from './openFile.ts';

/** In the order of the files, then of their lines. */
export function fileHints(files: readonly OpenFile[]): readonly PlacedWords[] {
  const checked = files.map((open) => {
    const memory = newMemory();
    const { file, scope, path } = open;
    atOnce(check({ file, around: scope, resolve: (one) => resolve(one, scope, path) }, memory));
    return { open, memory, origins: atOnce(findHints(file, memory, unknown)).origins };
  });
  return checked.flatMap(({ open, memory, origins: own }) => {
    const others = checked.flatMap(({ origins }) => (origins === own ? [] : [origins]));
    const { hints } = atOnce(findHints(open.file, memory, { ...unknown, others }));
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

const unknown: HintSources = { profile: () => null, others: [] };
