/** The `@name = value` lines of a file: their order does not matter, the last definition wins. */
import type { Chunk, HttpFile } from '../parser/httpFile.ts';
import type { Definition, Layer } from './layers.ts';
import { isSecretVariable } from './secretNames.ts';

/**
 * Chunks are read at the first question, and those an edit leaves alone are not read again:
 * a keystroke in a large file costs no more than one in a small file.
 */
export function fileLayer(file: HttpFile): Layer {
  const chunks = file.chunks.filter(({ chunk }) => chunk.hasVariables).toReversed();
  return {
    origin: 'file',
    label: 'the variables of this file',
    get: (name) => {
      for (const { line, chunk } of chunks) {
        const found = variablesIn(chunk).get(name);
        if (found !== undefined) return definition(name, found, line);
      }
      return undefined;
    },
    names: () =>
      new Set(chunks.toReversed().flatMap(({ chunk }) => [...variablesIn(chunk).keys()])),
  };
}

/** `line` counts from the start of the chunk. */
type Variable = { readonly written: string; readonly line: number };

const read = new WeakMap<Chunk, ReadonlyMap<string, Variable>>();

function variablesIn(chunk: Chunk): ReadonlyMap<string, Variable> {
  const known = read.get(chunk);
  if (known !== undefined) return known;
  const variables = new Map<string, Variable>();
  let blockLine = 0;
  for (const block of chunk.blocks) {
    for (const { name, value, line } of block.variables) {
      variables.set(name.text, { written: value.text, line: blockLine + line });
    }
    blockLine += block.lineEnds;
  }
  read.set(chunk, variables);
  return variables;
}

function definition(name: string, { written, line }: Variable, chunkLine: number): Definition {
  return {
    text: unescape(written),
    place: { file: null, line: chunkLine + line },
    secret: isSecretVariable(name) && !written.includes('{{'),
    refusal: null,
  };
}

/** REST Client's escapes; any other backslash stays, so that `C:\data` keeps its own. */
function unescape(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\([nrt\\])/g, (_, letter: string) => escapes[letter] ?? letter);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
