/** Requests that need themselves to be sent first: told while one writes, on the line of each. */
import { cyclesIn, requestCycleWords } from '../request/cycles.ts';
import type { RequestProblem } from '../request/problems.ts';

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
export function requestCycles(requests: readonly Referable[]): readonly RequestProblem[] {
  const counting = new Map<string, Referable>();
  for (const one of requests) {
    if (one.isNamed || counting.get(one.name)?.isNamed !== true) counting.set(one.name, one);
  }
  const edges = new Map<string, readonly string[]>();
  for (const [name, { needs }] of counting) if (needs.length > 0) edges.set(name, needs);
  const cycles = cyclesIn(edges);
  return [...counting.values()].flatMap(({ name, start, end, line }): RequestProblem[] => {
    const way = cycles.get(name);
    if (way === undefined) return [];
    const message = requestCycleWords(way);
    return [{ code: 'unresolved-variable', severity: 'error', message, start, end, line }];
  });
}

/** Whether the same names need the same, wherever they stand: then they go in the same circles. */
export function needTheSame(some: readonly Referable[], others: readonly Referable[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((one, index) => {
    const other = others[index];
    if (one === other) return true;
    if (one.name !== other?.name || one.isNamed !== other.isNamed) return false;
    return one.needs.join('\n') === other.needs.join('\n');
  });
}
