/** Names that lead back to themselves, by what each of them refers to. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** More of one file would hide the rest. */
const maxTold = 100;

/** By name the shortest way back to it: `a` → `['a', 'b', 'a']`. The time grows with the names, not with their ways. */
export function cyclesIn(edges: Edges): ReadonlyMap<string, readonly string[]> {
  const cycles = new Map<string, readonly string[]>();
  for (const name of [...between(edges)].slice(0, maxTold)) {
    const way = wayBack(name, edges);
    if (way !== null) cycles.set(name, way);
  }
  return cycles;
}

/** What is left without those that lead to nothing, and then without those that nothing leads to. */
function between(edges: Edges): ReadonlySet<string> {
  const leading = withoutEnds(new Set(edges.keys()), edges);
  const back = new Map<string, string[]>();
  for (const name of leading) {
    for (const next of edges.get(name) ?? []) {
      const known = back.get(next);
      if (known === undefined) back.set(next, [name]);
      else known.push(name);
    }
  }
  return withoutEnds(leading, back);
}

/** `way` begins and ends with the name that it is about. */
export function variableCycleWords(way: readonly string[]): string {
  return `The variable \`${way.at(-1) ?? ''}\` refers to itself: ${way.join(' → ')}`;
}

export function requestCycleWords(way: readonly string[]): string {
  return `\`${way[0] ?? ''}\` needs itself to be sent first: ${way.join(' → ')}`;
}

/** Takes away what leads to nothing that is left, until nothing more does. */
function withoutEnds(names: ReadonlySet<string>, edges: Edges): ReadonlySet<string> {
  const left = new Set(names);
  const into = new Map<string, string[]>();
  const out = new Map<string, number>();
  for (const name of names) {
    const nexts = new Set(edges.get(name)?.filter((next) => names.has(next)));
    out.set(name, nexts.size);
    for (const next of nexts) {
      const known = into.get(next);
      if (known === undefined) into.set(next, [name]);
      else known.push(name);
    }
  }
  const ends = [...names].filter((name) => out.get(name) === 0);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end);
    for (const name of into.get(end) ?? []) {
      const rest = (out.get(name) ?? 0) - 1;
      out.set(name, rest);
      if (rest === 0) ends.push(name);
    }
  }
  return left;
}

function wayBack(start: string, edges: Edges): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const next of edges.get(name) ?? []) {
      if (next === start) return wayTo(name, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return null;
}

function wayTo(
  last: string,
  start: string,
  cameFrom: ReadonlyMap<string, string>,
): readonly string[] {
  const way = [start];
  for (let at: string | undefined = last; at !== undefined && at !== start; at = cameFrom.get(at))
    way.unshift(at);
  return [start, ...way];
}
