/** A request that was to be sent and is not: what a report of the whole run has to know of it. */
import type { PlacedWords } from '../insight/problemJson.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';

export type LeftOut = {
  readonly source: RequestSource;
  /** `wrong`: for its problems; else the one that it refers to failed, or the run ended before its turn. */
  readonly because: 'wrong' | 'reference-failed' | 'run-ended';
  readonly problems: readonly PlacedWords[];
};

/** Those whose turn has not come when the run ends, each once. */
export function createUnbegun(
  sources: readonly RequestSource[],
  repeat: number,
): {
  readonly hadTurn: (source: RequestSource) => void;
  readonly rest: () => readonly LeftOut[];
} {
  const turns = new Map(sources.map((source) => [keyOf(source), repeat]));
  return {
    hadTurn: (source) => {
      const key = keyOf(source);
      turns.set(key, (turns.get(key) ?? 1) - 1);
    },
    rest: () =>
      sources
        .filter((source) => (turns.get(keyOf(source)) ?? 0) > 0)
        .map((source) => ({ source, because: 'run-ended', problems: [] })),
  };
}

function keyOf({ file, line }: RequestSource): string {
  return `${line} ${file}`;
}

/** What is wrong with a file beside its requests, as if it were one. */
export function strays(
  problems: readonly PlacedWords[],
  leftOut: readonly LeftOut[],
): readonly LeftOut[] {
  const known = new Set(leftOut.flatMap((one) => one.problems.map(placeOf)));
  return problems
    .filter((problem) => problem.severity === 'error' && !known.has(placeOf(problem)))
    .map((problem) => {
      const { file, line } = problem;
      const source = { file, name: null, title: null, line };
      return { source, because: 'wrong', problems: [problem] };
    });
}

function placeOf({ file, line, column, code }: PlacedWords): string {
  return `${line}:${column} ${code} ${file}`;
}
