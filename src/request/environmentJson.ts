/** `http-client.env.json`: an object of environments, each an object of variables. Comments may stand in it. */
import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';

/** `line` and `column` count from 0. */
export type FileProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

export type EnvironmentValue = { readonly value: unknown; readonly line: number };

/** By the name of the environment, then by that of the variable. */
export type EnvironmentValues = ReadonlyMap<string, ReadonlyMap<string, EnvironmentValue>>;

export type EnvironmentFile = {
  readonly values: EnvironmentValues;
  readonly problems: readonly FileProblem[];
};

/** As much as can be read, and what is wrong with the rest. */
export function readEnvironmentJson(text: string, file: string): EnvironmentFile {
  const errors: ParseError[] = [];
  const root = tree(text, errors);
  const problems: FileProblem[] = [];
  const report = (offset: number, message: string): void => {
    problems.push({ file, ...placeOf(text, offset), message });
  };
  const [error] = errors;
  if (root === null) report(0, 'This is nested too deep to be read');
  else if (error !== undefined) report(error.offset, jsonMessage(error));
  const values = new Map<string, ReadonlyMap<string, EnvironmentValue>>();
  if (root !== null && root !== undefined && root.type !== 'object' && error === undefined) {
    report(root.offset, 'An object of environments belongs here, such as {"dev": {"host": "…"}}');
  }
  for (const [name, value] of properties(root ?? undefined)) {
    if (value.type === 'object') values.set(name, variablesOf(value, text));
    // `$schema` is a text beside the environments.
    else if (!name.startsWith('$')) {
      report(value.offset, `The environment \`${name}\` must be an object of variables`);
    }
  }
  return { values, problems };
}

/** Null where it is nested so deep that reading it fails. */
function tree(text: string, errors: ParseError[]): Node | undefined | null {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    return null;
  }
}

function variablesOf(environment: Node, text: string): ReadonlyMap<string, EnvironmentValue> {
  const variables = new Map<string, EnvironmentValue>();
  for (const [name, node] of properties(environment)) {
    const value: unknown = getNodeValue(node);
    variables.set(name, { value, line: placeOf(text, node.offset).line });
  }
  return variables;
}

function* properties(object: Node | undefined): Iterable<readonly [string, Node]> {
  if (object?.type !== 'object') return;
  for (const { children } of object.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) yield [String(key.value), value];
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.match(/\r\n?|\n/g)?.length ?? 0;
  return {
    line,
    column: offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) - 1,
  };
}

/** The library's codes are numbers; its words for them are left out of what is bundled. */
function jsonMessage({ error }: ParseError): string {
  const expected = missing.get(error);
  return expected === undefined
    ? 'This is no valid JSON'
    : `This is no valid JSON: ${expected} is missing here`;
}

const missing = new Map<number, string>([
  [3, 'the name of a property, in double quotes,'],
  [4, 'a value'],
  [5, 'a colon'],
  [6, 'a comma'],
  [7, 'a closing brace'],
  [8, 'a closing bracket'],
]);
