/** Where in a JSON text a place is, as a JSONPath such as `$.items[0]['first name']`. */
import { getLocation } from 'jsonc-parser';

export function jsonPathAt(text: string, offset: number): string {
  const { path } = getLocation(text, offset);
  // Where a name could begin the library names it as an empty one.
  const named = path.at(-1) === '' ? path.slice(0, -1) : path;
  return `$${named.map(step).join('')}`;
}

function step(segment: string | number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  if (/^[A-Za-z_]\w*$/.test(segment)) return `.${segment}`;
  return `['${segment.replace(/[\\']/g, '\\$&')}']`;
}
