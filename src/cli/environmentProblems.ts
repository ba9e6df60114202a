import type { PlacedWords } from '../insight/problemJson.ts';
import { wholeFileProblem } from './fileProblems.ts';
import type { OpenFile } from './openFile.ts';

/** What is wrong with the environment files, and with the environments asked for; each once. */
export function environmentProblems(
  files: readonly OpenFile[],
  asked: readonly string[],
): readonly PlacedWords[] {
  const all = files.flatMap(({ environment }) => environment.problems);
  const problems = all.map(({ file, line, column, message }) => ({
    ...wholeFileProblem(file, 'environment-file', message),
    line: line + 1,
    column: column + 1,
  }));
  const distinct = new Map(
    problems.map((each) => [`${each.file}:${each.line}:${each.column}`, each]),
  );
  const unknown = asked.flatMap((name) => {
    const first = files[0];
    if (
      first === undefined ||
      files.some(({ environment }) => !environment.unknown.includes(name))
    ) {
      return [];
    }
    const known = [...new Set(files.flatMap(({ environment }) => environment.names))];
    const hint =
      known.length === 0 ? 'No http-client.env.json was found' : `There are: ${known.join(', ')}`;
    const message = `There is no environment \`${name}\`. ${hint}`;
    return [wholeFileProblem(first.path, 'unknown-environment', message)];
  });
  return [...distinct.values(), ...unknown];
}
