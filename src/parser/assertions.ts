/**
 * `?? target argument predicate value` (httpYac): the predicate is the first word that is one,
 * outside quotes and brackets, so that `?? js list.filter((x) => x > 1).length == 2` reads as meant.
 */
import {
  closeBrace,
  closeBracket,
  closeParenthesis,
  doubleQuote,
  isBlank,
  openBrace,
  openBracket,
  openParenthesis,
  singleQuote,
} from './characters.ts';
import { report, type Draft } from './draft.ts';
import type { Token } from './httpFile.ts';
import {
  indexWithin,
  skipBlanks,
  span,
  token,
  trimEnd,
  trimmedStop,
  type Cursor,
} from './lines.ts';

/** `??` and a blank. */
export function startsAssertion(cursor: Cursor): boolean {
  const { text, first, stop } = cursor;
  return text.startsWith('??', first) && skipBlanks(text, first + 2, stop) > first + 2;
}

/** The cursor stands on a line that starts one. */
export function takeAssertion(cursor: Cursor, draft: Draft): void {
  const { text, first, line } = cursor;
  const stop = trimmedStop(cursor);
  const start = Math.min(skipBlanks(text, first + 2, stop), stop);
  if (start >= stop) {
    const message = 'Write what must hold after `??`, such as `?? status == 200`';
    report(cursor, draft, 'assertion-incomplete', 'error', message, first, stop);
    return;
  }
  const targetEnd = endOfWord(text, start, stop);
  const rest = skipBlanks(text, targetEnd, stop);
  const predicate = findPredicate(cursor, rest, stop);
  const argumentEnd = trimEnd(text, rest, predicate?.start ?? stop);
  const valueStart = predicate === null ? stop : skipBlanks(text, predicate.end, stop);
  if (predicate !== null && valueStart === stop && !predicate.isAlone) {
    const word = text.slice(predicate.start, predicate.end);
    const message = `\`${word}\` needs something to compare with: write a value after it`;
    report(cursor, draft, 'assertion-incomplete', 'error', message, predicate.start, stop);
  }
  const some = (from: number, to: number): Token | null =>
    from < to ? token(cursor, from, to) : null;
  draft.assertions.push({
    text: token(cursor, start, stop),
    target: token(cursor, start, targetEnd),
    argument: some(rest, argumentEnd),
    predicate: predicate === null ? null : token(cursor, predicate.start, predicate.end),
    value: some(valueStart, stop),
    line,
    span: span(cursor, first, stop),
  });
}

type Predicate = { readonly start: number; readonly end: number; readonly isAlone: boolean };

function findPredicate({ text }: Cursor, from: number, stop: number): Predicate | null {
  let at = from;
  let depth = 0;
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      at++;
      continue;
    }
    const isWordStart = at === from || isBlank(text.charCodeAt(at - 1));
    if (isWordStart && depth === 0) {
      const end = endOfWord(text, at, stop);
      const word = text.slice(at, Math.min(end, at + 20));
      if (comparing.has(word)) return { start: at, end, isAlone: false };
      if (alone.has(word) && skipBlanks(text, end, stop) === stop) {
        return { start: at, end, isAlone: true };
      }
    }
    if (code === doubleQuote || code === singleQuote) {
      const close = indexWithin(text, String.fromCharCode(code), at + 1, stop);
      at = close < 0 ? at + 1 : close + 1;
      continue;
    }
    if (code === openBrace || code === openBracket || code === openParenthesis) depth++;
    else if (code === closeBrace || code === closeBracket || code === closeParenthesis) depth--;
    at++;
  }
  return null;
}

function endOfWord(text: string, from: number, stop: number): number {
  let end = from;
  while (end < stop && !isBlank(text.charCodeAt(end))) end++;
  return end;
}

const comparing = new Set(
  '== === != !== > >= < <= startsWith endsWith includes contains matches sha256 sha512 md5'.split(
    ' ',
  ),
);

/** They say all by themselves, and so stand last. */
const alone = new Set(
  'exists isFalse isTrue isNumber isBoolean isString isArray isObject isNull reused new'.split(' '),
);
