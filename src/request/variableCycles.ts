/** `@a = {{b}}` and `@b = {{a}}`: told where they are written, whether a request uses them or not. */
import type { PlacedVariable } from '../parser/variablesOf.ts';
import { cyclesIn, variableCycleWords } from './cycles.ts';
import type { RequestProblem } from './problems.ts';
import { referencesIn } from './references.ts';
import { endsStep, type Steps } from './steps.ts';

/** A warning, for what uses them is a problem of its own. Those of `given` have another value. */
export function* variableCycles(
  variables: readonly PlacedVariable[],
  given: ReadonlyMap<string, string> = new Map(),
): Steps<readonly RequestProblem[]> {
  const defined = new Map<string, PlacedVariable>();
  // The last definition of a name counts.
  for (const placed of variables) defined.set(placed.variable.name.text, placed);
  const edges = new Map<string, readonly string[]>();
  for (const [index, [name, { variable }]] of [...defined].entries()) {
    if (endsStep(index)) yield;
    const text = variable.value.text;
    if (given.has(name) || !text.includes('{{')) continue;
    edges.set(
      name,
      referencesIn(text).map((reference) => reference.name.replace(/^%\s*/, '')),
    );
  }
  return Array.from(yield* cyclesIn(edges), ([name, way]) => {
    const { variable, offset, blockLine } = defined.get(name) ?? missing(name);
    const { start, end } = variable.value.span;
    const place = { start: offset + start, end: offset + end, line: blockLine + variable.line };
    const message = variableCycleWords(way);
    return { code: 'variable-cycle', severity: 'warning', message, ...place };
  });
}

function missing(name: string): never {
  throw new Error(`${name} is in no file`);
}
