/** `application/x-www-form-urlencoded` over several lines, and its encoding. */
import { percentEncode } from './percentEncode.ts';
import type { FormEncoding } from './scope.ts';

/**
 * A line that starts with `&` (REST Client) or follows one that ends with it (JetBrains) goes on;
 * JetBrains' blanks around `=` are layout.
 */
export function joinFormLines(text: string): string {
  const joined: string[] = [];
  let before = '';
  for (const written of text.split('\n')) {
    const line = written.trim();
    if (joined.length > 0 && !line.startsWith('&') && !before.endsWith('&')) joined.push('\n');
    joined.push(line.replace(/(?<=^|&)\s*([^=&\s]+)\s+=[ \t]*/g, '$1=').replace(/[ \t]*&$/, '&'));
    before = line;
  }
  return joined.join('');
}

/** Line ends between two pairs are the file's layout when they are kept, and stay as they are. */
export function encodeForm(text: string, encoding: FormEncoding): string {
  if (encoding === 'never') return text;
  const encode = encoding === 'always' ? encodePairs : percentEncode;
  return text.split('\n').map(encode).join('\n');
}

function encodePairs(line: string): string {
  const encode = (part: string): string => encodeURIComponent(part.toWellFormed());
  return line
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return encode(pair);
      return `${encode(pair.slice(0, equals))}=${encode(pair.slice(equals + 1))}`;
    })
    .join('&');
}
