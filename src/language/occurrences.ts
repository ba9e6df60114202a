/** All the places of one name in a file, for definition, references and rename. */
import type { HttpFile } from '../parser/httpFile.ts';
import { blockAtOffset } from '../parser/blocks.ts';
import { definitionsIn, namesOf, type Definition, type NameKind } from './names.ts';
import { contains, lineAround, type HttpSource, type Range } from './source.ts';
import { statedIn, usesInBraces, usesOf, type Use } from './uses.ts';

export type NameAt = { readonly kind: NameKind; readonly name: string; readonly range: Range };

/** The name that is used or given at an offset. */
export function nameAt(source: HttpSource, offset: number): NameAt | null {
  const use = useAt(source, offset);
  if (use !== null) {
    const { kind, name, range } = use;
    return kind === null ? null : { kind, name, range };
  }
  return definitionAt(source, offset);
}

/** What is used at an offset, what has no name included. */
export function useAt({ text, file }: HttpSource, offset: number): Use | null {
  const line = lineAround(text, offset);
  const inLine = usesInBraces(text.slice(line.start, line.end), line.start, file);
  const at = blockAtOffset(file, offset);
  const uses = at === null ? inLine : [...inLine, ...statedIn(at)];
  return uses.find(({ range }) => contains(range, offset)) ?? null;
}

export function definitionsOf(
  file: HttpFile,
  { kind, name }: { readonly kind: NameKind; readonly name: string },
): readonly Definition[] {
  return namesOf(file)[kind].get(name) ?? [];
}

/** The places where the name is used; in the order of the file but for those without braces. */
export function referencesTo(
  source: HttpSource,
  { kind, name }: { readonly kind: NameKind; readonly name: string },
): readonly Range[] {
  const uses = usesOf(source).filter((use) => use.kind === kind && use.name === name);
  return uses.map(({ range }) => range);
}

function definitionAt({ file }: HttpSource, offset: number): NameAt | null {
  const at = blockAtOffset(file, offset);
  const definitions = at === null ? [] : definitionsIn(at);
  return definitions.find(({ range }) => contains(range, offset)) ?? null;
}
