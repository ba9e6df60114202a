/**
 * What follows the request line up to the blank line: continuation lines, headers, and notes
 * between them. The cursor comes on the line after the request line and is left on the first
 * line that is none of these.
 */
import {
  at as atSign,
  closeBrace,
  colon,
  doubleQuote,
  greaterThan,
  hash,
  isTokenCharacter,
  isUpperCase,
  lessThan,
  openBrace,
  openBracket,
  question,
  slash,
} from './characters.ts';
import type { Draft } from './draft.ts';
import { excerpt, report } from './draft.ts';
import type { Header } from './httpFile.ts';
import type { Cursor } from './lines.ts';
import { advance, isAtEnd, skipBlanks, token, trimEnd, trimmedStop } from './lines.ts';
import { isSeparator, takeNote } from './notes.ts';
import type { RequestLine } from './requestLine.ts';
import { continueWith, isContinuation } from './requestLine.ts';
import { startsUnmarkedRequest } from './unmarkedRequest.ts';

export type Head = {
  readonly line: RequestLine;
  readonly headers: readonly Header[];
};

export function readHead(cursor: Cursor, draft: Draft, requestLine: RequestLine): Head {
  let line = requestLine;
  const headers: Header[] = [];
  for (; !isAtEnd(cursor) && cursor.first < cursor.stop; advance(cursor)) {
    const code = cursor.text.charCodeAt(cursor.first);
    if (code === hash && isSeparator(cursor)) break;
    if ((code === hash || code === slash || code === atSign) && takeNote(cursor, draft)) continue;
    if (headers.length === 0 && isContinuation(cursor)) {
      line = continueWith(line, cursor);
      continue;
    }
    if (code === greaterThan || (code === question && startsAssertion(cursor))) break;
    if (isUpperCase(code) && startsUnmarkedRequest(cursor)) break;
    const header = takeHeader(cursor, draft, code);
    if (header === 'body') break;
    if (header !== null) headers.push(header);
  }
  return { line, headers };
}

/** `??` and a blank. */
export function startsAssertion(cursor: Cursor): boolean {
  const { text, first, stop } = cursor;
  return text.startsWith('??', first) && skipBlanks(text, first + 2, stop) > first + 2;
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
  return {
    name: token(cursor, first, trimEnd(text, first, separator)),
    value: token(cursor, value, stop),
    line: cursor.line,
  };
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
