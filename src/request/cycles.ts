/** Names that lead back to themselves, by what each of them refers to: looked for in steps, as a file may have very many. */
import { endsStep, type Steps } from './steps.ts';

export type Edges = ReadonlyMap<string, readonly string[]>;

/** More of one file would hide the rest. */
const maxTold = 100;

/** So many names may be met on the ways back, all in all: of circles that are longer fewer are told. */
const maxMet = 200_000;

/** By name the shortest way back to it: `a` → `['a', 'b', 'a']`. The time grows with the names, not with their ways. */
export function* cyclesIn(edges: Edges): Steps<ReadonlyMap<string, readonly string[]>> {
  const cycles = new Map<string, readonly string[]>();
  let met = 0;
  for (const name of [...(yield* between(edges))].slice(0, maxTold)) {
    if (met > maxMet) break;
    const cameFrom = new Map<string, string>();
    const way = yield* wayBack(name, edges, cameFrom);
    if (way !== null) cycles.set(name, way);
    met += cameFrom.size;
  }
  return cycles;
}

/** What is left without those that lead to nothing, and then without those that nothing leads to. */
function* between(edges: Edges): Steps<ReadonlySet<string>> {
  const leading = yield* withoutEnds(new Set(edges.keys()), edges);
  const back = new Map<string, string[]>();
  for (const [index, name] of [...leading].entries()) {
    for (const next of edges.get(name) ?? []) {
      const known = back.get(next);
      if (known === undefined) back.set(next, [name]);
      else known.push(name);
    }
    if (endsStep(index)) yield;
  }
  return yield* withoutEnds(leading, back);
}

/** `way` begins and ends with the name that it is about. */
export function variableCycleWords(way: readonly string[]): string {
  return `The variable \`${way.at(-1) ?? ''}\` refers to itself: ${wayWords(way)}`;
}

export function requestCycleWords(way: readonly string[]): string {
  return `\`${way[0] ?? ''}\` needs itself to be sent first: ${wayWords(way)}`;
}

/** More of a long way nobody reads. */
const maxNamed = 10;

function wayWords(way: readonly string[]): string {
  const left = way.length - maxNamed;
  const named = left <= 1 ? way : [...way.slice(0, -left - 1), `${left} more`, ...way.slice(-1)];
  return named.join(' → ');
}

/** Takes away what leads to nothing that is left, until nothing more does. */
function* withoutEnds(names: ReadonlySet<string>, edges: Edges): Steps<ReadonlySet<string>> {
  const left = new Set(names);
  const into = new Map<string, string[]>();
  const out = new Map<string, number>();
  for (const [index, name] of [...names].entries()) {
    const nexts = new Set(edges.get(name)?.filter((next) => names.has(next)));
    out.set(name, nexts.size);
    for (const next of nexts) {
      const known = into.get(next);
      if (known === undefined) into.set(next, [name]);
      else known.push(name);
    }
    if (endsStep(index)) yield;
  }
  const ends = [...names].filter((name) => out.get(name) === 0);
  for (const [index, end] of ends.entries()) {
    left.delete(end);
    for (const name of into.get(end) ?? []) {
      const rest = (out.get(name) ?? 0) - 1;
      out.set(name, rest);
      if (rest === 0) ends.push(name);
    }
    if (endsStep(index)) yield;
  }
  return left;
}

/** `cameFrom` is filled with those that are met on the way, each with the one before it. */
function* wayBack(
  start: string,
  edges: Edges,
  cameFrom: Map<string, string>,
): Steps<readonly string[] | null> {
  const queue = [start];
  for (const [index, name] of queue.entries()) {
    for (const next of edges.get(name) ?? []) {
      if (next === start) return wayTo(name, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
    if (endsStep(index)) yield;
  }
  return null;
}

function wayTo(
  last: string,
  start: string,
  cameFrom: ReadonlyMap<string, string>,
): readonly string[] {
  const back = [start];
  for (let at: string | undefined = last; at !== undefined && at !== start; at = cameFrom.get(at))
    back.push(at);
  return [...back, start].reverse();
}
