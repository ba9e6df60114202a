/** One block: an optional `###` line, notes, scripts and statements, and at most one request. */
import { startsAssertion, takeAssertion } from './assertions.ts';
import { hash, isDigit, lessThan, question } from './characters.ts';
import { readCurl, startsCurl } from './curl.ts';
import { emptyDraft, orNone, type Draft } from './draft.ts';
import type { Block, Loose, Request, Span, Token } from './httpFile.ts';
import {
  advance,
  cursorAt,
  isAtEnd,
  lineEndsBefore,
  skipBlanks,
  span,
  token,
  trimmedStop,
  type Cursor,
} from './lines.ts';
import { readBody } from './body.ts';
import { isSeparator, takeNote } from './notes.ts';
import { readRequest } from './request.ts';
import {
  namesScript,
  startsBraceScript,
  startsInlineScript,
  takeBraceScript,
  takeInlineScript,
  takeScriptFile,
} from './scripts.ts';
import { takeStatement } from './statements.ts';

/** Reads the block that starts at `offset`; it ends at `end`, or before where the next starts by itself. */
export function readBlock(text: string, offset: number, end: number, isFirst: boolean): Block {
  const cursor = cursorAt(text, offset, end, isFirst);
  const draft = emptyDraft();
  let separator: Span | null = null;
  let title: Token | null = null;
  if (!isAtEnd(cursor) && isSeparator(cursor)) {
    separator = span(cursor, cursor.first, cursor.stop);
    title = readTitle(cursor);
    advance(cursor);
  }
  const found = readLeading(cursor, draft) ? readRequestOrCurl(cursor, draft) : null;
  // Kulala: a URL of `NOP` says that here is no request, only what others share.
  const request = found !== null && saysNop(found.target) ? null : found;
  return {
    length: cursor.start - offset,
    lineEnds: lineEndsBefore(cursor),
    separator,
    title,
    variables: orNone(draft.variables),
    statements: orNone(draft.statements),
    request,
    loose: request === null ? looseOf(draft, found ?? nothing) : null,
    problems: orNone(draft.problems),
  };
}

function saysNop(target: Token): boolean {
  return target.end - target.start === 3 && target.text === 'NOP';
}

/** Takes what may stand before a request; false where the block ends without one. */
function readLeading(cursor: Cursor, draft: Draft): boolean {
  for (; !isAtEnd(cursor); advance(cursor)) {
    if (cursor.first === cursor.stop) continue;
    const { text, first } = cursor;
    const code = text.charCodeAt(first);
    if (code === hash && isSeparator(cursor)) return false;
    if (takeNote(cursor, draft) || takeStatement(cursor, draft)) continue;
    if (code === question && startsAssertion(cursor)) takeAssertion(cursor, draft);
    else if (startsInlineScript(cursor)) takeInlineScript(cursor, draft);
    else if (startsBraceScript(cursor)) takeBraceScript(cursor, draft, 'before');
    else if (code === lessThan && namesScript(cursor)) takeScriptFile(cursor, draft);
    else if (startsResponse(cursor)) return skipResponse(cursor);
    else return true;
  }
  return false;
}

function readRequestOrCurl(cursor: Cursor, draft: Draft): Request {
  return startsCurl(cursor) ? readCurl(cursor, draft) : readRequest(cursor, draft);
}

/** `HTTP/1.1 200 OK`: a response that somebody pasted. */
function startsResponse(cursor: Cursor): boolean {
  const { text, first } = cursor;
  return text.startsWith('HTTP/', first) && isDigit(text.charCodeAt(first + 5));
}

function skipResponse(cursor: Cursor): false {
  advance(cursor);
  readBody(cursor, { contentType: '', needsSeparator: false, hasTail: false });
  return false;
}

function readTitle(cursor: Cursor): Token | null {
  const { text } = cursor;
  const stop = trimmedStop(cursor);
  let start = cursor.first;
  while (start < stop && text.charCodeAt(start) === hash) start++;
  start = skipBlanks(text, start, stop);
  return start === stop ? null : token(cursor, start, stop);
}

function looseOf(draft: Draft, { headers, spreads }: Shared): Loose | null {
  const { directives, scripts, assertions, responseFiles } = draft;
  const lists = [headers, spreads, directives, scripts, assertions, responseFiles];
  if (lists.every(({ length }) => length === 0)) return null;
  return {
    headers,
    spreads,
    directives: orNone(directives),
    scripts: orNone(scripts),
    assertions: orNone(assertions),
    responseFiles: orNone(responseFiles),
  };
}

type Shared = Pick<Request, 'headers' | 'spreads'>;

const nothing: Shared = { headers: orNone([]), spreads: orNone([]) };
