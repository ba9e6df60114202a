/**
 * `METHOD target HTTP/version`, each but the target optional, and the lines that continue the
 * target: those that start with `?`, `&` or `/`, and indented ones behind a `?` or `&`.
 */
import {
  ampersand,
  closeParenthesis,
  colon,
  isBlank,
  isTokenCharacter,
  openBrace,
  question,
  slash,
  star,
} from './characters.ts';
import { Reworded, type Token } from './token.ts';
import { skipBlanks, span, token, trimEnd, trimmedStop, type Cursor } from './lines.ts';
import { isKnownMethod } from './methods.ts';

export type RequestLine = {
  readonly method: Token | null;
  readonly target: Token;
  readonly httpVersion: Token | null;
};

export function readRequestLine(cursor: Cursor): RequestLine {
  const { text, first } = cursor;
  const versionAt = versionStart(cursor);
  const stop = versionAt < 0 ? trimmedStop(cursor) : trimEnd(text, first, versionAt);
  const httpVersion = versionAt < 0 ? null : token(cursor, versionAt + 5, trimmedStop(cursor));
  const wordEnd = endOfWord(text, first, stop);
  const rest = skipBlanks(text, wordEnd, stop);
  if (!isMethod(text, first, wordEnd, rest, stop)) {
    return { method: null, target: token(cursor, first, stop), httpVersion };
  }
  const method = token(cursor, first, wordEnd);
  return { method, target: token(cursor, rest, stop), httpVersion };
}

/**
 * Whether the line goes on with the target of the line before. JetBrains takes any indented line;
 * here it must start with a mark, or follow a target that ends with one.
 */
export function isContinuation(cursor: Cursor, { target }: RequestLine): boolean {
  if (cursor.first > cursor.start && endsOpen(cursor, target)) return true;
  const code = cursor.text.charCodeAt(cursor.first);
  const next = cursor.text.charCodeAt(cursor.first + 1);
  if (code === slash) return next !== slash && next !== star;
  return code === ampersand || (code === question && next !== question);
}

function endsOpen({ text, base }: Cursor, { end }: Token): boolean {
  const last = text.charCodeAt(base + end - 1);
  return last === question || last === ampersand;
}

export function continueWith(line: RequestLine, cursor: Cursor): RequestLine {
  const { text, first, base } = cursor;
  const versionAt = versionStart(cursor);
  const stop = versionAt < 0 ? trimmedStop(cursor) : trimEnd(text, first, versionAt);
  const whole = span(cursor, line.target.span.start + base, stop);
  return {
    method: line.method,
    target: new Reworded(line.target.text + text.slice(first, stop), whole),
    httpVersion:
      versionAt < 0 ? line.httpVersion : token(cursor, versionAt + 5, trimmedStop(cursor)),
  };
}

/**
 * A first word that is a token is a method if something follows, or if it is one everybody knows.
 * A word that is none (`GÉT https://…`) is still meant as one where what follows looks like a URL.
 */
function isMethod(text: string, from: number, end: number, rest: number, stop: number): boolean {
  let isToken = true;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === slash || code === question || code === colon || code === openBrace) return false;
    if (!isTokenCharacter(code)) isToken = false;
  }
  if (rest === stop) return end - from < 20 && isKnownMethod(text.slice(from, end).toUpperCase());
  return isToken || looksLikeUrl(text, rest);
}

function looksLikeUrl(text: string, at: number): boolean {
  return /^(?:\/|\{\{|https?:\/\/)/i.test(text.slice(at, at + 8));
}

/** Where `HTTP/…` starts at the end of the line, a blank before it; -1 without one. */
function versionStart(cursor: Cursor): number {
  const { text, first } = cursor;
  let end = trimmedStop(cursor);
  // JetBrains: `HTTP/2 (Prior Knowledge)`.
  if (text.charCodeAt(end - 1) === closeParenthesis && text.endsWith(priorKnowledge, end)) {
    end = trimEnd(text, first, end - priorKnowledge.length);
  }
  let at = end;
  // A longer word is no version, and a long URL is not searched to its start.
  const lowest = Math.max(first, end - 32);
  while (at > lowest && !isBlank(text.charCodeAt(at - 1))) at--;
  if (at === first || !isBlank(text.charCodeAt(at - 1)) || end - at < 5) return -1;
  if ((text.charCodeAt(at) | 32) !== 104) return -1;
  return text.slice(at, at + 5).toUpperCase() === 'HTTP/' ? at : -1;
}

const priorKnowledge = '(Prior Knowledge)';

function endOfWord(text: string, from: number, stop: number): number {
  let end = from;
  while (end < stop && !isBlank(text.charCodeAt(end))) end++;
  return end;
}
