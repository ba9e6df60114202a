/** Where a file uses names: `{{x}}`, `{{login.response…}}`, `# @ref login`, `run #login`. */
import type { HttpFile, PlacedBlock } from '../parser/httpFile.ts';
import { referencesIn } from '../request/references.ts';
import { firstWord, namesOf, type NameKind } from './names.ts';
import { placed, type HttpSource, type Piece, type Range } from './source.ts';

/** `kind` is null for what makes its value itself (`$guid`) and for what is no name (`a + 1`). */
export type Use = {
  readonly kind: NameKind | null;
  readonly name: string;
  /** Of the name alone. */
  readonly range: Range;
  /** All that stands between the braces, or the name where there are none. */
  readonly whole: string;
};

export function usesOf(source: HttpSource): readonly Use[] {
  const inBraces = usesInBraces(source.text.slice(0, source.text.length), 0, source.file);
  return [...inBraces, ...source.file.blocks.flatMap(statedIn)];
}

/** The uses in a piece of text that starts at `offset`. */
export function usesInBraces(text: string, offset: number, file: HttpFile): readonly Use[] {
  return referencesIn(text).map(({ name: whole, start }) => {
    const at = offset + text.indexOf(whole, start + 2);
    return { ...meant(whole, at, file), whole };
  });
}

/** The uses without braces. */
export function statedIn(at: PlacedBlock): readonly Use[] {
  const { request, statements } = at.block;
  const uses: Use[] = [];
  const add = ({ text, span }: Piece): void => {
    uses.push({ kind: 'request', name: text, range: placed(at, span), whole: text });
  };
  for (const directive of request?.directives ?? []) {
    const isReference = directive.name === 'ref' || directive.name === 'force-ref';
    if (isReference && directive.value !== '') add(firstWord(directive.argument));
  }
  for (const { kind, argument } of statements) {
    if (kind === 'run' && argument.text.startsWith('#')) add(requestName(argument));
  }
  return uses;
}

/** `#log in (@user=bob)`: a title may hold blanks. */
function requestName({ text, span }: Piece): Piece {
  const name = text.slice(1).replace(/\s*\(@.*\)$/, '');
  return { text: name, span: { start: span.start + 1, end: span.start + 1 + name.length } };
}

/** A defined variable may have a dot in its name; otherwise a dot follows a request's name. */
function meant(whole: string, at: number, file: HttpFile): Omit<Use, 'whole'> {
  const range = { start: at, end: at + whole.length };
  if (whole.startsWith('$')) return { kind: null, name: whole, range };
  // REST Client: percent-encoded.
  if (whole.startsWith('%')) {
    const name = whole.slice(1);
    return { kind: 'variable', name, range: { start: at + 1, end: range.end } };
  }
  const names = namesOf(file);
  if (names.variable.has(whole)) return { kind: 'variable', name: whole, range };
  const first = /^[\w-]+(?=[.[])/.exec(whole)?.[0];
  if (first !== undefined && (names.request.has(first) || isPath.test(whole))) {
    return { kind: 'request', name: first, range: { start: at, end: at + first.length } };
  }
  const kind = /[\s()'"+]/.test(whole) ? null : 'variable';
  return { kind, name: whole, range };
}

const isPath = /^[\w-]+\.(?:response|request)\./;
