/**
 * Where the value of a `{{name}}` comes from: overrides first, then the file's own `@variables`,
 * whose order does not matter and of which the last definition wins (REST Client's rules).
 */
import type { HttpFile } from '../parser/httpFile.ts';

export type Scope = {
  /** The value as it is written, with its own references; undefined for a name nobody defines. */
  lookup(name: string): string | undefined;
  /** Where `lookup` looks, in its order, for messages. */
  readonly places: readonly string[];
  /** Wall clock, milliseconds since 1970, for `$timestamp`. */
  now(): number;
  /** From 0 to 1, 1 not included, for `$guid` and `$randomInt`. */
  random(): number;
};

/** What `$timestamp`, `$guid` and `$randomInt` are made of. */
export type Chance = Pick<Scope, 'now' | 'random'>;

const realChance: Chance = { now: Date.now, random: Math.random };

export function fileScope(
  file: HttpFile,
  overrides: ReadonlyMap<string, string>,
  chance: Chance = realChance,
): Scope {
  const variables = new Map<string, string>();
  for (const { block } of file.blocks) {
    for (const { name, value } of block.variables) variables.set(name.text, unescape(value.text));
  }
  const ownPlace = 'the variables of this file';
  return {
    lookup: (name) => overrides.get(name) ?? variables.get(name),
    places: overrides.size > 0 ? ['`--var`', ownPlace] : [ownPlace],
    now: () => chance.now(),
    random: () => chance.random(),
  };
}

/** REST Client's escapes; any other backslash stays, so that `C:\data` keeps its own. */
function unescape(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\([nrt\\])/g, (_, letter: string) => escapes[letter] ?? letter);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
