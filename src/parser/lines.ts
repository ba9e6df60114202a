/**
 * The line reader: the only place that knows what ends a line.
 *
 * A line ends at LF, CRLF or a lone CR, as VS Code counts them.
 * The cursor stands on one line at a time; at the end of its text it stands on none, and
 * `start`, `first`, `stop` and `next` are all `end`.
 */
import { byteOrderMark, carriageReturn, isBlank, isLineEnd, lineFeed } from './characters.ts';
import { Token, type Span } from './token.ts';

/** Offsets count from the start of `text`; what goes into the tree counts from `base`. */
export type Cursor = {
  readonly text: string;
  /** The text from the block's start on: what tokens are cut from. */
  readonly source: string;
  /** Where the block starts. */
  readonly base: number;
  /** Where the text to read ends. */
  readonly end: number;
  start: number;
  /** The first character that is no blank, or `stop`. */
  first: number;
  /** The end of the line, its line end left out. */
  stop: number;
  next: number;
  /** From 0 at `base`; at the end, how many lines there were. */
  line: number;
};

/** A cursor on the first line of a block; only the file's first may start with a byte order mark. */
export function cursorAt(text: string, base: number, end: number, isFirst: boolean): Cursor {
  const hasMark = isFirst && end > base && text.charCodeAt(base) === byteOrderMark;
  const next = hasMark ? base + 1 : base;
  const cursor = {
    text,
    source: text.slice(base, end),
    base,
    end,
    start: next,
    first: next,
    stop: next,
    next,
    line: -1,
  };
  advance(cursor);
  return cursor;
}

/** Goes to the next line; false when there is none. */
export function advance(cursor: Cursor): boolean {
  const { text, end } = cursor;
  let at = cursor.next;
  cursor.start = at;
  cursor.line++;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  cursor.first = at;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || code === carriageReturn) break;
    at++;
  }
  cursor.stop = at;
  if (at < end) {
    const isPair = text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed;
    at += isPair && at + 1 < end ? 2 : 1;
  }
  cursor.next = at;
  return cursor.start < end;
}

export function isAtEnd(cursor: Cursor): boolean {
  return cursor.start === cursor.end;
}

/** Puts the cursor back on a line it has read. */
export function goBackTo(cursor: Cursor, start: number, line: number): void {
  cursor.next = start;
  cursor.line = line - 1;
  advance(cursor);
}

/** Puts the cursor on the line that holds `offset`, which lies ahead, counting lines on the way. */
export function goOnTo(cursor: Cursor, offset: number): void {
  while (!isAtEnd(cursor) && cursor.next <= offset) advance(cursor);
}

/** How many line ends stand between `base` and the cursor's line. */
export function lineEndsBefore(cursor: Cursor): number {
  const { text, start, end, line } = cursor;
  const isCutShort = line > 0 && start === end && !isLineEnd(text.charCodeAt(end - 1));
  return isCutShort ? line - 1 : line;
}

/** The line's end without the blanks before it. */
export function trimmedStop(cursor: Cursor): number {
  return trimEnd(cursor.text, cursor.first, cursor.stop);
}

export function trimEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

export function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The line that `offset` stands on, where `from` stands on `line` and not behind it. */
export function lineOf(text: string, from: number, line: number, offset: number): number {
  let found = line;
  for (let at = from; at < offset; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) {
      found++;
    }
  }
  return found;
}

/** Past blanks and line ends. */
export function skipSpace(text: string, from: number, stop: number): number {
  let at = from;
  while (at < stop && (isBlank(text.charCodeAt(at)) || isLineEnd(text.charCodeAt(at)))) at++;
  return at;
}

/** Where `needle` first stands in the range, or -1; `indexOf` would search to the end of the file. */
export function indexWithin(text: string, needle: string, from: number, to: number): number {
  const code = needle.charCodeAt(0);
  for (let at = from; at + needle.length <= to; at++) {
    if (text.charCodeAt(at) === code && text.startsWith(needle, at)) return at;
  }
  return -1;
}

export function span(cursor: Cursor, start: number, end: number): Span {
  return { start: start - cursor.base, end: end - cursor.base };
}

export function token(cursor: Cursor, start: number, end: number): Token {
  return new Token(cursor.source, start - cursor.base, end - cursor.base);
}
