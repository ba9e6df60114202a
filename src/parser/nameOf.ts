/** The last `# @name` that has a value. */
import type { Draft } from './draft.ts';

export function nameOf(draft: Draft): string | null {
  for (let index = draft.directives.length - 1; index >= 0; index--) {
    const directive = draft.directives[index];
    if (directive?.name !== 'name') continue;
    const { value } = directive;
    if (value !== '') return value;
  }
  return null;
}
