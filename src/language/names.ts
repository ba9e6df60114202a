/** The names that a file gives: variables and requests, with the places that give them. */
import type { HttpFile, PlacedBlock } from '../parser/httpFile.ts';
import { placed, type Piece, type Range } from './source.ts';

export type NameKind = 'variable' | 'request';

export type Definition = {
  readonly kind: NameKind;
  readonly name: string;
  /** The name itself. */
  readonly range: Range;
  /** What a variable is given, as written; of a request its method and URL. */
  readonly text: string;
  /** From 0. */
  readonly line: number;
  readonly by: 'value' | 'prompt' | 'name' | 'title';
};

export type Names = Readonly<Record<NameKind, ReadonlyMap<string, readonly Definition[]>>>;

/** In the order of the file. */
export function namesOf(file: HttpFile): Names {
  const before = known.get(file);
  if (before !== undefined) return before;
  const variable = new Map<string, Definition[]>();
  const request = new Map<string, Definition[]>();
  for (const at of file.blocks) {
    for (const found of definitionsIn(at)) {
      const all = found.kind === 'variable' ? variable : request;
      const same = all.get(found.name);
      if (same === undefined) all.set(found.name, [found]);
      else same.push(found);
    }
  }
  const names = { variable, request };
  known.set(file, names);
  return names;
}

const known = new WeakMap<HttpFile, Names>();

export function definitionsIn(at: PlacedBlock): readonly Definition[] {
  const { variables, request, title } = at.block;
  const found: Definition[] = [];
  const add = (
    kind: NameKind,
    by: Definition['by'],
    name: Piece,
    line: number,
    text: string,
  ): void => {
    const range = placed(at, name.span);
    found.push({ kind, name: name.text, range, text, line: at.line + line, by });
  };
  for (const { name, value, line } of variables) add('variable', 'value', name, line, value.text);
  if (request === null) return found;
  const words = `${request.method?.text ?? 'GET'} ${request.target.text}`;
  for (const directive of request.directives) {
    const value = directive.argument;
    if (directive.name === 'prompt') {
      const name = firstWord(value);
      add('variable', 'prompt', name, directive.line, value.text.slice(name.text.length).trim());
    } else if (directive.name === 'name' && value.text !== '') {
      add('request', 'name', value, directive.line, words);
    }
  }
  if (request.name === null && title !== null) add('request', 'title', title, 0, words);
  return found;
}

/** What a directive names first. */
export function firstWord({ text, span }: Piece): Piece {
  const end = text.search(/[\s,]/);
  if (end < 0) return { text, span };
  return { text: text.slice(0, end), span: { start: span.start, end: span.start + end } };
}
