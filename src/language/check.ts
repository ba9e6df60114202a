/**
 * What is wrong in a file, found a piece at a time, so that a large one keeps nobody waiting.
 * What was found in a block is kept until the block, or what it may refer to, changes.
 */
import type { RequestFacts } from '../insight/hints/facts.ts';
import { blocksIn } from '../parser/blocks.ts';
import type { Block, HttpFile, PlacedBlock, PlacedRequest } from '../parser/httpFile.ts';
import { placeProblem } from '../parser/problems.ts';
import { placedRequest } from '../parser/requests.ts';
import { variablesOf } from '../parser/variablesOf.ts';
import { blockProblems } from '../request/blockProblems.ts';
import type { RequestProblem } from '../request/problems.ts';
import { referableName } from '../request/requestNames.ts';
import { requestReferences } from '../request/requestReferences.ts';
import type { Resolution } from '../request/resolve.ts';
import { endsStep, type Steps } from '../request/steps.ts';
import { variableCycles } from '../request/variableCycles.ts';
import { needTheSame, requestCycles, type Referable } from './requestCycles.ts';
import { requestFacts } from './requestFacts.ts';

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
  found: WeakMap<Block, Found>;
  /** The file that was checked to its end last, with what is around it now. */
  last: { readonly file: HttpFile; readonly problems: readonly RequestProblem[] } | null;
  /** Those that needed others when it was last seen that none of them goes in a circle, in the order of the file. */
  straight: readonly Referable[];
};

type Found = {
  readonly problems: readonly RequestProblem[];
  /** For the hints; null where there is no request, or one whose origin is not known. */
  readonly facts: RequestFacts | null;
  /** As if the block stood at the start of the file; null for what nobody can refer to. */
  readonly referable: Referable | null;
};

export function newMemory(): CheckMemory {
  return { names: '', around: null, found: new WeakMap(), last: null, straight: [] };
}

/** Yields after each piece of work; gives the problems in the order of the file, what goes in circles at the end. */
export function* check(
  { file, resolve, around }: Checked,
  memory: CheckMemory,
): Steps<readonly RequestProblem[]> {
  if (file === memory.last?.file && around === memory.around) return memory.last.problems;
  const names = yield* namesIn(file);
  if (names !== memory.names || around !== memory.around) {
    Object.assign(memory, { names, around, found: new WeakMap(), last: null });
  }
  const found: RequestProblem[] = [];
  const needing: Referable[] = [];
  for (const chunk of file.chunks) {
    for (const at of blocksIn(chunk)) {
      let own = memory.found.get(at.block);
      if (own === undefined) {
        own = foundIn(at, resolve);
        memory.found.set(at.block, own);
        yield;
      }
      for (const problem of own.problems) found.push(moved(problem, at.offset, at.line));
      const { referable } = own;
      if (referable !== null && referable.needs.length > 0) needing.push(referable);
    }
    yield;
  }
  found.push(...(yield* variableCycles(variablesOf(file))));
  if (!(yield* needTheSame(needing, memory.straight))) {
    // Those that need nothing matter where they have a name of the circle, which is rare.
    if ((yield* requestCycles(needing)).length === 0) memory.straight = needing;
    else found.push(...(yield* requestCycles(yield* referableIn(file, memory))));
  }
  memory.last = { file, problems: found };
  return found;
}

function* referableIn(file: HttpFile, { found }: CheckMemory): Steps<readonly Referable[]> {
  const all: Referable[] = [];
  for (const chunk of file.chunks) {
    for (const { block, offset, line } of blocksIn(chunk)) {
      const referable = found.get(block)?.referable ?? null;
      if (referable !== null) all.push(moved(referable, offset, line));
    }
    yield;
  }
  return all;
}

/** What one block may refer to in others: variables with their values, and names of requests. */
function* namesIn(file: HttpFile): Steps<string> {
  const words: string[] = [];
  for (const [index, { variable }] of variablesOf(file).entries()) {
    words.push(`@${variable.name.text}=${variable.value.text}`);
    if (endsStep(index)) yield;
  }
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
function foundIn(at: PlacedBlock, resolve: Checked['resolve']): Found {
  const { block, offset, line } = at;
  const own = [
    ...block.problems.map((problem): RequestProblem => placeProblem(problem, 0, 0)),
    ...blockProblems({ block, offset: 0, line: 0 }),
  ];
  const placed = placedRequest(at);
  const resolution = placed === null ? null : resolve(placed);
  const resolved = resolution?.problems ?? [];
  const all = [...own, ...resolved.map((problem) => moved(problem, -offset, -line))];
  return {
    problems: distinct(all),
    facts: requestFacts(block.request, resolution),
    referable: referableOf(placed, resolution),
  };
}

function referableOf(
  placed: PlacedRequest | null,
  resolution: Resolution | null,
): Referable | null {
  if (placed === null) return null;
  const { request, title } = placed;
  const name = referableName(request.name, title);
  if (name === null) return null;
  const responses = resolution?.kind === 'needs' ? resolution.needs : [];
  const needs = [
    ...requestReferences(placed).map((reference) => reference.name),
    ...responses.flatMap((need) => (need.kind === 'response' ? [need.query.request] : [])),
  ];
  const { start, end } = request.target.span;
  return { name, isNamed: request.name !== null, needs, start, end, line: request.line };
}

/** A fault may be met twice, once in the file and once on the way to its request. */
function distinct(all: readonly RequestProblem[]): readonly RequestProblem[] {
  if (all.length < 2) return all;
  return [...new Map(all.map((each) => [`${each.code} ${each.start} ${each.end}`, each])).values()];
}

type Placed = { readonly start: number; readonly end: number; readonly line: number };

function moved<Kind extends Placed>(one: Kind, offset: number, line: number): Kind {
  const { start, end } = one;
  return { ...one, start: start + offset, end: end + offset, line: one.line + line };
}
