/** Renames a variable or a request of a file, or says why that can't be done. */
import { definitionsOf, nameAt, referencesTo, type NameAt } from './occurrences.ts';
import { namesOf } from './names.ts';
import type { Change, HttpSource } from './source.ts';

export type Refusal = { readonly message: string };

/** The name that would be renamed. */
export function renameable(source: HttpSource, offset: number): NameAt | Refusal {
  const name = nameAt(source, offset);
  if (name === null) return { message: 'There is no variable and no request name here' };
  if (definitionsOf(source.file, name).length > 0) return name;
  const what = name.kind === 'variable' ? 'variable' : 'request';
  return { message: `The ${what} \`${name.name}\` is not defined in this file: rename it there` };
}

/** What to write in each place; or why the new name can't be. */
export function renamed(
  source: HttpSource,
  offset: number,
  newName: string,
): readonly Change[] | Refusal {
  const name = renameable(source, offset);
  if ('message' in name) return name;
  const text = newName.trim();
  const definitions = definitionsOf(source.file, name);
  const isTitle = definitions.some(({ by }) => by === 'title');
  const fault = faultOf(name, text, isTitle);
  if (fault !== null) return { message: fault };
  if (text !== name.name && namesOf(source.file)[name.kind].has(text)) {
    return { message: `There is a ${name.kind} \`${text}\` already` };
  }
  const places = [...definitions.map(({ range }) => range), ...referencesTo(source, name)];
  return places.map(({ start, end }) => ({ start, end, text }));
}

function faultOf({ kind }: NameAt, name: string, isTitle: boolean): string | null {
  if (name === '') return 'Write a name';
  if (kind === 'variable') {
    if (/^[$%]/.test(name)) return 'The name of a variable does not start with `$` or `%`';
    return /[\s={}]|:$/.test(name) ? 'The name of a variable has no blanks, `=` or braces' : null;
  }
  if (isTitle) return /[\r\n]|^#/.test(name) ? 'A title is one line, and starts with no `#`' : null;
  return /^[\w-]+$/.test(name)
    ? null
    : 'The name of a request is made of letters, digits, `_` and `-`';
}
