/** Paths into values: `.name`, `[0]`, `["a b"]`, as in `{{user.name}}` and `{{ids[0]}}`. */

/** The steps of a path that begins with `.` or `[`; null when it is none. '' is no step. */
export function pathSteps(path: string): readonly string[] | null {
  const steps: string[] = [];
  let rest = path;
  while (rest !== '') {
    const match = step.exec(rest);
    if (match === null) return null;
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  return steps;
}

const step = /^(?:\.([^.[\]\s]+)|\[(\d+)\]|\[["']([^"']*)["']\])/;

/** Undefined where the value has nothing there. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let at = value;
  for (const name of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** A value as a request carries it: text as it is, the rest as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
