/** `# @no-hint`: hints that somebody does not want to see, for a request or, outside of one, for the file. */
import { hintCodes } from '../insight/hints/hint.ts';
import type { Directive } from '../parser/httpFile.ts';

export const silencing = 'no-hint';

/** The codes that a request's directives, or those of a block without one, switch off. */
export function silencedIn({
  directives,
}: {
  readonly directives: readonly Directive[];
}): ReadonlySet<string> {
  if (directives.length === 0) return nothing;
  const codes = new Set<string>();
  for (const { name, value } of directives) {
    if (name !== silencing) continue;
    const named = value.split(/[\s,]+/).filter(Boolean);
    // Without a name all are meant.
    for (const code of named.length === 0 ? hintCodes : named) codes.add(code);
  }
  return codes;
}

export function isSilenced(code: string, silenced: ReadonlySet<string>): boolean {
  return silenced.has(code);
}

const nothing: ReadonlySet<string> = new Set();
