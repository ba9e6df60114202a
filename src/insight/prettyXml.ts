/**
 * XML, indented by two: each element on its own line, but what holds text as it came,
 * for there blanks may mean something.
 */
import { notOfTheLanguage, tooLong, type Pretty } from './pretty.ts';
import type { Steps } from '../request/steps.ts';

/** Tokens between two steps. */
const stepTokens = 5000;

type Open = {
  readonly name: string;
  /** Where its line begins in `lines`, for it may still turn out to hold text. */
  readonly firstLine: number;
  readonly start: number;
  hasText: boolean;
};

export function* prettyXmlSteps(text: string, maxUnits: number): Steps<Pretty> {
  const lines: string[] = [];
  const open: Open[] = [];
  let count = 0;
  let units = 0;
  const put = (token: string): void => {
    const line = `${'  '.repeat(Math.min(open.length, maxIndent))}${token}`;
    units += line.length + 1;
    lines.push(line);
  };
  for (let at = 0; at < text.length;) {
    count += 1;
    if (count % stepTokens === 0) yield;
    const end = text.charAt(at) === '<' ? markupEnd(text, at) : textEnd(text, at);
    if (end === -1) return notOfTheLanguage;
    const token = text.slice(at, end);
    const last = open.at(-1);
    if (!token.startsWith('<') || token.startsWith('<![CDATA[')) {
      if (token.trim() !== '' && last === undefined) return notOfTheLanguage;
      if (token.trim() !== '' && last !== undefined) last.hasText = true;
    } else if (token.startsWith('</')) {
      const closed = open.pop();
      if (closed?.name !== nameOf(token, 2)) return notOfTheLanguage;
      const isShort = lines.length === closed.firstLine + 1;
      if (closed.hasText || isShort) {
        for (const line of lines.splice(closed.firstLine)) units -= line.length + 1;
        put(text.slice(closed.start, end));
      } else put(token);
    } else {
      put(token);
      if (/^<[^?!]/.test(token) && !token.endsWith('/>')) {
        const name = nameOf(token, 1);
        open.push({ name, firstLine: lines.length - 1, start: at, hasText: false });
      }
    }
    if (units > maxUnits) return tooLong;
    at = end;
  }
  if (open.length > 0 || lines.length === 0) return notOfTheLanguage;
  return { kind: 'indented', text: lines.join('\n') };
}

/** Deeper than anybody reads it stops. */
const maxIndent = 100;

function nameOf(token: string, start: number): string {
  return /^[^\s/>]*/.exec(token.slice(start))?.[0] ?? '';
}

function textEnd(text: string, start: number): number {
  const end = text.indexOf('<', start);
  return end === -1 ? text.length : end;
}

/** Behind the mark that ends it; -1 without one. A type with a subset of its own is left alone. */
function markupEnd(text: string, start: number): number {
  for (const [lead, mark] of marks) {
    if (!text.startsWith(lead, start)) continue;
    const end = text.indexOf(mark, start + lead.length);
    return end === -1 ? -1 : end + mark.length;
  }
  return tagEnd(text, start + 1);
}

/** A value in quotes may hold the mark. */
function tagEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '>') return at + 1;
    if (character === '<' || character === '[') return -1;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at === -1) return -1;
  }
  return -1;
}

const marks = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
