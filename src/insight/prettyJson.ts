/**
 * JSON, indented by two, every token as the server wrote it:
 * a long number keeps its digits and a repeated key stays, which `JSON.stringify` would change.
 */
import { notOfTheLanguage, tooLong, type Pretty } from './pretty.ts';
import type { Steps } from '../request/steps.ts';

/** UTF-16 units between two steps: some milliseconds of work. */
const stepUnits = 100_000;

export function* prettyJsonSteps(text: string, maxUnits: number): Steps<Pretty> {
  const parts: string[] = [];
  /** The closing mark of each value that is open. */
  const closers: string[] = [];
  let expected: Expected = 'value';
  let nextStep = stepUnits;
  let units = 0;
  const put = (part: string): void => {
    units += part.length;
    parts.push(part);
  };
  for (let at = skipBlanks(text, 0); at < text.length;) {
    if (at > nextStep) {
      nextStep = at + stepUnits;
      yield;
    }
    const end = tokenEnd(text, at);
    if (end === -1) return notOfTheLanguage;
    const token = text.slice(at, end);
    const isEmpty = expected === 'first value' || expected === 'first name';
    const next = after(token, expected, closers);
    if (next === null) return notOfTheLanguage;
    const closes = token === '}' || token === ']';
    if (closes ? !isEmpty : isEmpty || parts.at(-1) === ',') put(newLine(closers, token));
    put(token === ':' ? ': ' : token);
    if (units > maxUnits) return tooLong;
    expected = next;
    at = skipBlanks(text, end);
  }
  return expected === 'end' ? { kind: 'indented', text: parts.join('') } : notOfTheLanguage;
}

/** What may come next (RFC 8259); `first` also lets the value end at once. */
type Expected = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma' | 'end';

/** What is expected behind the token; null where the token is not what was expected. */
function after(token: string, expected: Expected, closers: string[]): Expected | null {
  const first = token.charAt(0);
  const behindValue = (): Expected => (closers.length === 0 ? 'end' : 'comma');
  switch (expected) {
    case 'colon':
      return token === ':' ? 'value' : null;
    case 'comma':
      if (token === ',') return closers.at(-1) === '}' ? 'name' : 'value';
      return token === closers.pop() ? behindValue() : null;
    case 'first name':
    case 'name':
      if (first === '"') return 'colon';
      return expected === 'first name' && token === closers.pop() ? behindValue() : null;
    case 'first value':
    case 'value':
      if (token === '{') {
        closers.push('}');
        return 'first name';
      }
      if (token === '[') {
        closers.push(']');
        return 'first value';
      }
      if (first === '"' || literal.test(token)) return behindValue();
      return expected === 'first value' && token === closers.pop() ? behindValue() : null;
    case 'end':
      return null;
  }
}

const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** A token is a mark, a string, or what stands up to the next of these; -1 for a string without an end. */
function tokenEnd(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return stringEnd(text, start);
  if (marks.includes(first)) return start + 1;
  let end = start + 1;
  while (end < text.length && !marks.includes(text.charAt(end)) && !isBlank(text, end)) end += 1;
  return end;
}

const marks = '{}[],:"';

/** By hand, for a regular expression runs out of stack on a string of megabytes. */
function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote, start)) quote = text.indexOf('"', quote + 1);
  if (quote === -1) return -1;
  return /[\u0000-\u001f]/.test(text.slice(start, quote)) ? -1 : quote + 1;
}

/** After an odd number of backslashes. */
function isEscaped(text: string, at: number, start: number): boolean {
  let first = at;
  while (first > start && text.charAt(first - 1) === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && isBlank(text, at)) at += 1;
  return at;
}

/** Blank, tab, line feed, carriage return; and the mark some servers begin with. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff;
}

/** Deeper than anybody reads it stops, or a hostile nest of brackets would take gigabytes. */
const maxIndent = 100;

/** The depth counts without a value that the token has just opened. */
function newLine(closers: readonly string[], token: string): string {
  const depth = closers.length - (token === '{' || token === '[' ? 1 : 0);
  return `\n${'  '.repeat(Math.min(depth, maxIndent))}`;
}
