/**
 * JSON, indented by two, every token as the server wrote it:
 * a long number keeps its digits and a repeated key stays, which `JSON.stringify` would change.
 * Null when the text is not JSON.
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const parts: string[] = [];
  let depth = 0;
  let last = '';
  for (let at = skipBlanks(text, 0); at < text.length;) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    const opened = last === '{' || last === '[';
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (closes ? !opened : opened || last === ',') parts.push(newLine(depth));
    parts.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
    last = token;
    at = skipBlanks(text, end);
  }
  return parts.join('');
}

/** The text is known to be JSON, so a token is a mark, a string, or what stands up to the next of these. */
function tokenEnd(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return stringEnd(text, start);
  if (marks.includes(first)) return start + 1;
  let end = start + 1;
  while (end < text.length && !marks.includes(text.charAt(end)) && !isBlank(text, end)) end += 1;
  return end;
}

const marks = '{}[],:';

/** By hand, for a regular expression runs out of stack on a string of megabytes. */
function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** After an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charAt(first - 1) === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && isBlank(text, at)) at += 1;
  return at;
}

function isBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) <= 0x20;
}

/** Deeper than anybody reads it stops, or a hostile nest of brackets would take gigabytes. */
const maxIndent = 100;

function newLine(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, maxIndent))}`;
}
