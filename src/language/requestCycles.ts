/** Requests that need themselves to be sent first: told while one writes, on the line of each. */
import { cyclesIn, requestCycleWords } from '../request/cycles.ts';
import type { RequestProblem } from '../request/problems.ts';
import { endsStep, type Steps } from '../request/steps.ts';

/** A request that others may refer to, and those that it refers to; its place counts in the file. */
export type Referable = {
  readonly name: string;
  /** By `# @name`, which wins over a title. */
  readonly isNamed: boolean;
  readonly needs: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly line: number;
};

/** In the order of the file, in which of one name the last counts. */
export function* requestCycles(requests: readonly Referable[]): Steps<readonly RequestProblem[]> {
  const counting = new Map<string, Referable>();
  for (const [index, one] of requests.entries()) {
    if (one.isNamed || counting.get(one.name)?.isNamed !== true) counting.set(one.name, one);
    if (endsStep(index)) yield;
  }
  const edges = new Map<string, readonly string[]>();
  for (const [name, { needs }] of counting) if (needs.length > 0) edges.set(name, needs);
  yield;
  const cycles = yield* cyclesIn(edges);
  return [...cycles].flatMap(([name, way]): RequestProblem[] => {
    const one = counting.get(name);
    if (one === undefined) return [];
    const { start, end, line } = one;
    const message = requestCycleWords(way);
    return [{ code: 'unresolved-variable', severity: 'error', message, start, end, line }];
  });
}

/** Whether the same names need the same, wherever they stand: then they go in the same circles. */
export function* needTheSame(
  some: readonly Referable[],
  others: readonly Referable[],
): Steps<boolean> {
  if (some.length !== others.length) return false;
  for (const [index, one] of some.entries()) {
    const other = others[index];
    if (other === undefined || !needsTheSame(one, other)) return false;
    if (endsStep(index)) yield;
  }
  return true;
}

function needsTheSame(one: Referable, other: Referable): boolean {
  if (one === other) return true;
  if (one.name !== other.name || one.isNamed !== other.isNamed) return false;
  return one.needs.join('\n') === other.needs.join('\n');
}
