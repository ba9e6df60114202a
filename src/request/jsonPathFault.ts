import { excerpt } from './excerpt.ts';
/** Whether a JSONPath can be read. The library that follows it passes over what it can't read, and then answers with more than was asked for. */

/** In words what is wrong with it; null where nothing is. */
export function jsonPathFault(path: string): string | null {
  let rest = path.slice(start.exec(path)?.[0].length ?? 0);
  while (rest !== '') {
    if (/^\.{0,2}\[\s*\?/.test(rest)) return refused(path, 'filters');
    if (/^\.{0,2}\[\s*\(/.test(rest)) return refused(path, 'scripts');
    const [read = ''] = step.exec(rest) ?? [];
    if (read === '') {
      const where = rest === path ? '' : ` from \`${excerpt(rest)}\` on`;
      return `the JSONPath \`${excerpt(path)}\` can't be read${where}: write it such as \`$.items[0].id\``;
    }
    rest = rest.slice(read.length);
  }
  return null;
}

function refused(path: string, what: string): string {
  return `the JSONPath \`${excerpt(path)}\` has one of the ${what}, which are not supported: name the place, such as \`$.items[0].id\``;
}

/** `$`, or a name, as a path without `$` begins. */
const start = /^(?:\$(?=[.[^~]|$)|[^$.[\]][^.[\]]*)/;

const quoted = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const selector = String.raw`\s*(?:${quoted}|[^\s'"[\](),?][^'"[\](),?]*)\s*`;
/** `.name`, `..name`, `.*`, `[0]`, `[-1:]`, `[0,1]`, `['a b']`, and `^` (parent) and `~` (name) of the library. */
const step = new RegExp(
  String.raw`^(?:\.{0,2}\[${selector}(?:,${selector})*\]|\.{1,2}[^.[\]]+|[\^~])`,
);
