import type { HeaderField } from './resolvedRequest.ts';

/** The value of the first header of that lower-case name; null without one. */
export function headerValue(fields: readonly HeaderField[], lowerName: string): string | null {
  for (const [name, value] of fields) {
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return value;
  }
  return null;
}
