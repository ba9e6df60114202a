/**
 * What is wrong in a file, found a piece at a time, so that a large one keeps nobody waiting.
 * What was found in a block is kept until the block, or what it may refer to, changes.
 */
import { blocksIn } from '../parser/blocks.ts';
import type { Block, HttpFile, PlacedBlock, PlacedRequest } from '../parser/httpFile.ts';
import { placeProblem } from '../parser/problems.ts';
import { placedRequest } from '../parser/requests.ts';
import { variablesOf } from '../parser/variablesOf.ts';
import { blockProblems } from '../request/blockProblems.ts';
import type { RequestProblem } from '../request/problems.ts';
import type { Resolution } from '../request/resolve.ts';

export type Checked = {
  readonly file: HttpFile;
  resolve(placed: PlacedRequest): Resolution;
  /** Another object when what is around the file, such as its environment, has changed. */
  readonly around: object;
};

/** What is kept from one check of a document to the next. */
export type CheckMemory = {
  names: string;
  around: object | null;
  problems: WeakMap<Block, readonly RequestProblem[]>;
};

export function newMemory(): CheckMemory {
  return { names: '', around: null, problems: new WeakMap() };
}

/** Yields after each piece of work; gives the problems in the order of the file. */
export function* check(
  { file, resolve, around }: Checked,
  memory: CheckMemory,
): Generator<void, readonly RequestProblem[]> {
  const names = yield* namesIn(file);
  if (names !== memory.names || around !== memory.around) {
    Object.assign(memory, { names, around, problems: new WeakMap() });
  }
  const found: RequestProblem[] = [];
  for (const chunk of file.chunks) {
    for (const at of blocksIn(chunk)) {
      let own = memory.problems.get(at.block);
      if (own === undefined) {
        own = problemsIn(at, resolve);
        memory.problems.set(at.block, own);
      }
      for (const problem of own) found.push(moved(problem, at.offset, at.line));
    }
    yield;
  }
  return found;
}

/** What one block may refer to in others: variables with their values, and names of requests. */
function* namesIn(file: HttpFile): Generator<void, string> {
  const words = variablesOf(file).map(
    ({ variable }) => `@${variable.name.text}=${variable.value.text}`,
  );
  for (const { chunk } of file.chunks) {
    for (const { request, title } of chunk.blocks) {
      const name = request === null ? null : (request.name ?? title?.text ?? null);
      if (name !== null) words.push(name);
    }
    yield;
  }
  return words.join('\n');
}

/** As if the block stood at the start of the file. */
function problemsIn(at: PlacedBlock, resolve: Checked['resolve']): readonly RequestProblem[] {
  const { block, offset, line } = at;
  const own = [
    ...block.problems.map((problem): RequestProblem => placeProblem(problem, 0, 0)),
    ...blockProblems({ block, offset: 0, line: 0 }),
  ];
  const placed = placedRequest(at);
  const resolved = placed === null ? [] : resolve(placed).problems;
  const all = [...own, ...resolved.map((problem) => moved(problem, -offset, -line))];
  if (all.length < 2) return all;
  // A fault may be met twice, once in the file and once on the way to its request.
  return [...new Map(all.map((each) => [`${each.code} ${each.start} ${each.end}`, each])).values()];
}

function moved(problem: RequestProblem, offset: number, line: number): RequestProblem {
  const { start, end } = problem;
  return {
    ...problem,
    start: start + offset,
    end: end + offset,
    line: problem.line + line,
  };
}
