/** One request: its line, head, body, and what stands after the body. */
import { lessThan, openBrace } from './characters.ts';
import { readBody, type BodyExtent } from './body.ts';
import { orNone, report, type Draft } from './draft.ts';
import { graphqlBody, isGraphql } from './graphql.ts';
import { readHead, type Head } from './head.ts';
import { headerText } from './header.ts';
import type { Body, BodyPart, Request } from './httpFile.ts';
import {
  advance,
  goBackTo,
  isAtEnd,
  lineOf,
  skipSpace,
  span,
  trimmedStop,
  type Cursor,
} from './lines.ts';
import { hasMessages, messages } from './messages.ts';
import { multipartParts } from './multipart.ts';
import { nameOf } from './nameOf.ts';
import { takeNote } from './notes.ts';
import { readRequestLine } from './requestLine.ts';
import { takeScriptBefore } from './scripts.ts';
import { readTail } from './tail.ts';

/** Reads the request whose line the cursor stands on; the cursor is left where the block ends. */
export function readRequest(cursor: Cursor, draft: Draft): Request {
  const { first: start, line } = cursor;
  const requestLine = readRequestLine(cursor);
  const { target } = requestLine;
  if (target.start === target.end) reportMissingUrl(cursor, draft);
  const lineEnd = { stop: trimmedStop(cursor), line };
  advance(cursor);
  const head = readHead(cursor, draft, requestLine);
  let end = lastHeadLine(head, cursor, lineEnd);

  end = takeScriptsBeforeBody(cursor, draft) ?? end;
  const afterHead = { start: cursor.start, line: cursor.line };
  const contentType = headerText(head.headers, 'content-type');
  const extent = readBody(cursor, {
    contentType,
    needsSeparator: draft.directives.some(({ name }) => name === 'force-region-delimiter'),
    hasTail: true,
  });
  const isNoBody = extent.isOnlyNotes && contentType === '';
  if (isNoBody && extent.body !== null) takeNotes(cursor, draft, afterHead);
  const body = isNoBody ? null : withGraphql(cursor, head, draft, extent);
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
    spreads: head.spreads,
    body,
    parts: partsOf(cursor, head, contentType, body),
    directives: orNone(draft.directives),
    scripts: orNone(draft.scripts),
    assertions: orNone(draft.assertions),
    responseFiles: orNone(draft.responseFiles),
  };
}

/** `< {% … %}` and `{{@request` between the head and the body; gives where the last one ends. */
function takeScriptsBeforeBody(
  cursor: Cursor,
  draft: Draft,
): { stop: number; line: number } | null {
  let last = null;
  const { text, start, line, end } = cursor;
  // Most requests have none, and are not read twice.
  const ink = text.charCodeAt(skipSpace(text, start, end));
  if (ink !== lessThan && ink !== openBrace) return null;
  let back = { start, line };
  for (; !isAtEnd(cursor); advance(cursor)) {
    if (cursor.first === cursor.stop) continue;
    if (!takeScriptBefore(cursor, draft)) break;
    last = { stop: cursor.stop, line: cursor.line };
    back = { start: cursor.next, line: cursor.line + 1 };
  }
  goBackTo(cursor, back.start, back.line);
  return last;
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

function withGraphql(cursor: Cursor, head: Head, draft: Draft, extent: BodyExtent): Body | null {
  const { body } = extent;
  if (body === null) return null;
  return isGraphql(head.line, head.headers, draft.directives, body, cursor.source)
    ? graphqlBody(cursor.source, body)
    : body;
}

/** The parts of a multipart body, the messages of a protocol that has them. */
function partsOf(
  cursor: Cursor,
  head: Head,
  contentType: string,
  body: Body | null,
): readonly BodyPart[] {
  if (body === null) return none;
  if (contentType.length > 10 && /^multipart\//i.test(contentType)) {
    return multipartParts(cursor.source, body, contentType);
  }
  const { method } = head.line;
  return method !== null && hasMessages(method) ? messages(cursor.source, body) : none;
}

const none = orNone<BodyPart>([]);

function lastHeadLine(
  head: Head,
  cursor: Cursor,
  requestLine: { stop: number; line: number },
): { stop: number; line: number } {
  const header = head.headers.at(-1);
  const spread = head.spreads.at(-1);
  if (spread !== undefined && spread.line > (header?.line ?? 0)) {
    return { stop: spread.span.end + cursor.base, line: spread.line };
  }
  if (header !== undefined && header.source === cursor.source) {
    return { stop: header.valueEnd + cursor.base, line: header.line };
  }
  if (header !== undefined) {
    const { start, end } = header.value.span;
    const from = { stop: start + cursor.base, line: header.line };
    const stop = end + cursor.base;
    return { stop, line: lineOf(cursor.text, from.stop, from.line, stop) };
  }
  const target = head.line.target.span.end + cursor.base;
  return target <= requestLine.stop
    ? requestLine
    : { stop: target, line: lineOf(cursor.text, requestLine.stop, requestLine.line, target) };
}

function reportMissingUrl(cursor: Cursor, draft: Draft): void {
  const message =
    'This request has no URL: write it after the method, such as `GET https://api.test/`';
  report(cursor, draft, 'missing-url', 'error', message, cursor.first, trimmedStop(cursor));
}
