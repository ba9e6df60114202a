/** One request: its line, head, body, and what stands after the body. */
import { readBody } from './body.ts';
import type { BodyExtent } from './body.ts';
import type { Draft } from './draft.ts';
import { orNone, report } from './draft.ts';
import { graphqlBody, headerText, isGraphql } from './graphql.ts';
import { readHead } from './head.ts';
import type { Head } from './head.ts';
import type { Body, Request } from './httpFile.ts';
import { advance, goBackTo, isAtEnd, span, trimmedStop } from './lines.ts';
import type { Cursor } from './lines.ts';
import { nameOf } from './nameOf.ts';
import { takeNote } from './notes.ts';
import { readRequestLine } from './requestLine.ts';
import { readTail } from './tail.ts';

/** Reads the request whose line the cursor stands on; the cursor is left where the block ends. */
export function readRequest(cursor: Cursor, draft: Draft): Request {
  const { first: start, line } = cursor;
  const requestLine = readRequestLine(cursor);
  if (requestLine.target.text === '') reportMissingUrl(cursor, draft);
  const lineEnd = { stop: trimmedStop(cursor), line };
  advance(cursor);
  const head = readHead(cursor, draft, requestLine);
  let end = lastHeadLine(head, cursor, lineEnd);

  const afterHead = { start: cursor.start, line: cursor.line };
  const contentType = headerText(head.headers, 'content-type');
  const extent = readBody(cursor, {
    contentType,
    needsSeparator: draft.directives.some(({ name }) => name === 'force-region-delimiter'),
    hasTail: true,
  });
  const isNoBody = extent.isOnlyNotes && contentType === '';
  if (isNoBody && extent.body !== null) takeNotes(cursor, draft, afterHead);
  const body = isNoBody ? null : withGraphql(head, draft, extent);
  if (body !== null) end = { stop: body.span.end + cursor.base, line: extent.endLine };
  const tail = isAtEnd(cursor) ? null : readTail(cursor, draft);
  if (tail !== null && tail.line >= 0) end = tail;

  return {
    span: span(cursor, start, end.stop),
    line,
    endLine: end.line,
    name: nameOf(draft),
    method: head.line.method,
    target: head.line.target,
    httpVersion: head.line.httpVersion,
    headers: head.headers,
    body,
    directives: orNone(draft.directives),
    scripts: orNone(draft.scripts),
    assertions: orNone(draft.assertions),
    responseFiles: orNone(draft.responseFiles),
  };
}

/** What stands after the head is no body after all: its variables and directives count. */
function takeNotes(cursor: Cursor, draft: Draft, from: { start: number; line: number }): void {
  const until = cursor.start;
  goBackTo(cursor, from.start, from.line);
  while (cursor.start < until) {
    if (cursor.first < cursor.stop) takeNote(cursor, draft);
    advance(cursor);
  }
}

function withGraphql(head: Head, draft: Draft, extent: BodyExtent): Body | null {
  const { body } = extent;
  if (body?.kind !== 'text') return body;
  return isGraphql(head.line, head.headers, draft.directives, body) ? graphqlBody(body) : body;
}

function lastHeadLine(
  head: Head,
  cursor: Cursor,
  requestLine: { stop: number; line: number },
): { stop: number; line: number } {
  const header = head.headers.at(-1);
  if (header !== undefined) {
    return { stop: header.value.span.end + cursor.base, line: header.line };
  }
  const target = head.line.target.span.end + cursor.base;
  return target <= requestLine.stop
    ? requestLine
    : { stop: target, line: lineOf(cursor, requestLine, target) };
}

/** The line that `offset` stands on, at or after the request line. */
function lineOf(cursor: Cursor, from: { stop: number; line: number }, offset: number): number {
  let line = from.line;
  for (let at = from.stop; at < offset; at++) {
    const code = cursor.text.charCodeAt(at);
    if (code === 10 || (code === 13 && cursor.text.charCodeAt(at + 1) !== 10)) line++;
  }
  return line;
}

function reportMissingUrl(cursor: Cursor, draft: Draft): void {
  const message =
    'This request has no URL: write it after the method, such as `GET https://api.test/`';
  report(cursor, draft, 'missing-url', 'error', message, cursor.first, trimmedStop(cursor));
}
