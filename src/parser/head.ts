/**
 * What follows the request line up to the blank line: continuation lines, headers, and notes
 * between them. The cursor comes on the line after the request line and is left on the first
 * line that is none of these.
 */
import {
  at as atSign,
  closeBrace,
  colon,
  comma,
  dot,
  doubleQuote,
  greaterThan,
  hash,
  isTokenCharacter,
  isUpperCase,
  lessThan,
  openBrace,
  openBracket,
  question,
  semicolon,
  slash,
} from './characters.ts';
import { startsAssertion } from './assertions.ts';
import { excerpt, orNone, report, type Draft } from './draft.ts';
import { Header, RewordedHeader } from './header.ts';
import type { HeaderSpread } from './httpFile.ts';
import {
  advance,
  isAtEnd,
  skipBlanks,
  span,
  token,
  trimEnd,
  trimmedStop,
  type Cursor,
} from './lines.ts';
import { isSeparator, takeNote } from './notes.ts';
import { continueWith, isContinuation, type RequestLine } from './requestLine.ts';
import { Reworded } from './token.ts';
import { startsUnmarkedRequest } from './unmarkedRequest.ts';

export type Head = {
  readonly line: RequestLine;
  readonly headers: readonly Header[];
  readonly spreads: readonly HeaderSpread[];
};

export function readHead(cursor: Cursor, draft: Draft, requestLine: RequestLine): Head {
  let line = requestLine;
  const headers: Header[] = [];
  const spreads: HeaderSpread[] = [];
  let headerLine = -2;
  for (; !isAtEnd(cursor) && cursor.first < cursor.stop; advance(cursor)) {
    const code = cursor.text.charCodeAt(cursor.first);
    if (code === hash && isSeparator(cursor)) break;
    if ((code === hash || code === slash || code === atSign) && takeNote(cursor, draft)) continue;
    if (headers.length === 0 && isContinuation(cursor, line)) {
      line = continueWith(line, cursor);
      continue;
    }
    if (code === greaterThan || (code === question && startsAssertion(cursor))) break;
    if (isUpperCase(code) && startsUnmarkedRequest(cursor)) break;
    if (code === dot && takeSpread(cursor, spreads)) continue;
    if (cursor.line === headerLine + 1 && foldInto(headers, cursor)) {
      headerLine = cursor.line;
      continue;
    }
    const header = takeHeader(cursor, draft, code);
    if (header === 'body') break;
    if (header === null) continue;
    headers.push(header);
    headerLine = cursor.line;
  }
  return { line, headers: orNone(headers), spreads: orNone(spreads) };
}

/** `...name` and nothing else. */
function takeSpread(cursor: Cursor, spreads: HeaderSpread[]): boolean {
  const { text, first, line } = cursor;
  const stop = trimmedStop(cursor);
  if (!text.startsWith('...', first) || !/^[\w$.[\]]+$/.test(text.slice(first + 3, stop)))
    return false;
  spreads.push({ name: token(cursor, first + 3, stop), line, span: span(cursor, first, stop) });
  return true;
}

/** An indented line without a colon goes on with a value that ends with `,` or `;` (JetBrains). */
function foldInto(headers: Header[], cursor: Cursor): boolean {
  const { text, base, first, stop } = cursor;
  const last = headers.at(-1);
  if (last === undefined || first === cursor.start) return false;
  const { value } = last;
  const sign = text.charCodeAt(base + value.end - 1);
  if ((sign !== comma && sign !== semicolon) || colonAfterName(text, first, stop) >= 0)
    return false;
  const end = trimmedStop(cursor);
  const whole = { start: value.start, end: end - base };
  const folded = new Reworded(`${value.text} ${text.slice(first, end)}`, whole);
  headers[headers.length - 1] = new RewordedHeader(last.name, folded, last.line);
  return true;
}

/** The header, null for a line that has only a problem, `body` where the body starts without a blank line. */
function takeHeader(cursor: Cursor, draft: Draft, code: number): Header | null | 'body' {
  const { text, first } = cursor;
  const colonAt = colonAfterName(text, first, cursor.stop);
  if (colonAt < 0 && startsBody(code)) {
    reportMissingBlankLine(cursor, draft);
    return 'body';
  }
  const stop = trimmedStop(cursor);
  const separator = colonAt >= 0 ? colonAt : anyColon(text, first, stop);
  if (separator < 0) {
    const line = excerpt(text.slice(first, stop));
    const message = `\`${line}\` is no header: write \`Name: value\`, or a blank line before the body`;
    report(cursor, draft, 'header-without-colon', 'error', message, first, stop);
    return null;
  }
  if (separator === first) {
    const message = 'This header has no name before its colon';
    report(cursor, draft, 'header-without-name', 'error', message, first, stop);
    return null;
  }
  const value = skipBlanks(text, separator + 1, stop);
  const { base } = cursor;
  const nameEnd = trimEnd(text, first, separator);
  return new Header(
    cursor.source,
    first - base,
    nameEnd - base,
    value - base,
    stop - base,
    cursor.line,
  );
}

/** The colon after a header name, which may hold references; -1 if no header starts here. */
function colonAfterName(text: string, first: number, stop: number): number {
  let at = first;
  while (at < stop && isTokenCharacter(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === colon && at < stop) return at;
  return colonAfterReferences(text, at, stop);
}

function colonAfterReferences(text: string, from: number, stop: number): number {
  let at = from;
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (code === colon) return at;
    if (code === openBrace && text.charCodeAt(at + 1) === openBrace) {
      at += 2;
      while (at < stop && text.charCodeAt(at) !== closeBrace) at++;
      if (text.charCodeAt(at + 1) !== closeBrace) return -1;
      at += 2;
    } else if (isTokenCharacter(code)) {
      at++;
    } else {
      at = skipBlanks(text, at, stop);
      return at < stop && text.charCodeAt(at) === colon ? at : -1;
    }
  }
  return -1;
}

function anyColon(text: string, from: number, stop: number): number {
  for (let at = from; at < stop; at++) if (text.charCodeAt(at) === colon) return at;
  return -1;
}

function startsBody(code: number): boolean {
  return code === openBrace || code === openBracket || code === lessThan || code === doubleQuote;
}

function reportMissingBlankLine(cursor: Cursor, draft: Draft): void {
  const { text, first } = cursor;
  const next = text.charCodeAt(first + 1);
  // `< file`, `<> file`, `< {%` and httpYac's `{{` lines need no blank line to be told apart.
  if (
    text.charCodeAt(first) === lessThan &&
    (next === greaterThan || text.startsWith('< {%', first))
  )
    return;
  if (next === openBrace && cursor.stop <= first + 2) return;
  const message = 'Here the body starts; other clients want a blank line before it';
  report(cursor, draft, 'body-without-blank-line', 'information', message);
}
