/**
 * The body: from the first line after the head that is not blank to the last before the block's
 * end or before its scripts and the like. The cursor is left where the body ends.
 */
import { isUpperCase, lessThan } from './characters.ts';
import { readFileLine } from './fileLine.ts';
import type { Body, FilePart } from './httpFile.ts';
import { advance, goBackTo, isAtEnd, type Cursor } from './lines.ts';
import { isSeparator, looksLikeNote } from './notes.ts';
import { tailKind } from './tail.ts';
import { TextPart } from './token.ts';
import { isStillOpen, openBody, startsUnmarkedRequest, type OpenBody } from './unmarkedRequest.ts';

export type BodyOptions = {
  /** Decides with its boundary where a multipart body is still open. */
  readonly contentType: string;
  /** `# @force-region-delimiter`: only `###` starts a request. */
  readonly needsSeparator: boolean;
  /** Whether scripts and the like may end it; not so in a pasted response. */
  readonly hasTail: boolean;
};

export type BodyExtent = {
  readonly body: Body | null;
  /** Whether it holds nothing but comments and variables. */
  readonly isOnlyNotes: boolean;
  /** The line it ends on. */
  readonly endLine: number;
};

type Place = { readonly start: number; readonly line: number };

export function readBody(cursor: Cursor, options: BodyOptions): BodyExtent {
  const { text } = cursor;
  const files: FilePart[] = [];
  const scan = newScan(cursor);
  for (; !isAtEnd(cursor); advance(cursor)) {
    if (cursor.first === cursor.stop) {
      scan.notes ??= placeOf(cursor);
      scan.canStart = true;
      continue;
    }
    const code = text.charCodeAt(cursor.first);
    if (looksLikeNote(cursor, code)) {
      if (isNoBodyYet(scan, options) && isSeparator(cursor)) break;
      scan.notes ??= placeOf(cursor);
      if (scan.tail === null) addLine(scan, cursor);
      continue;
    }
    if (cursor.first === cursor.start) {
      if (scan.canStart && isUpperCase(code) && startsNextRequest(cursor, scan, options)) {
        giveNotesBack(cursor, scan);
        break;
      }
      const kind = options.hasTail ? tailKind(cursor) : null;
      if (kind !== null) {
        scan.tail ??= placeOf(cursor);
        endNotes(scan);
        if (kind === 'ends-body') break;
        continue;
      }
      const file = code === lessThan ? readFileLine(cursor) : null;
      if (file !== null) files.push(file);
    }
    addInk(scan, cursor);
  }
  if (scan.tail !== null) goBackTo(cursor, scan.tail.start, scan.tail.line);
  return extent(cursor, scan, files);
}

function startsNextRequest(cursor: Cursor, scan: Scan, options: BodyOptions): boolean {
  if (options.needsSeparator || !startsUnmarkedRequest(cursor)) return false;
  if (scan.start < 0) return true;
  const upTo = scan.notes?.start ?? cursor.start;
  scan.open ??= openBody(cursor.text, scan.start, upTo, options.contentType);
  return !isStillOpen(scan.open, cursor.text, upTo);
}

/** The notes right above a request are its own, not the end of this body. */
function giveNotesBack(cursor: Cursor, scan: Scan): void {
  if (scan.tail !== null || scan.notes === null) return;
  scan.stop = scan.inkStop;
  scan.line = scan.inkLine;
  if (scan.isOnlyNotes) scan.start = -1;
  goBackTo(cursor, scan.notes.start, scan.notes.line);
}

/** Adds a line that is neither blank nor a note, and any before it that might have ended the body. */
function addInk(scan: Scan, cursor: Cursor): void {
  if (scan.tail !== null && scan.start < 0) {
    scan.start = scan.tail.start;
    scan.startLine = scan.tail.line;
  }
  scan.tail = null;
  addLine(scan, cursor);
  endNotes(scan);
  scan.isOnlyNotes = false;
  scan.inkStop = scan.stop;
  scan.inkLine = scan.line;
}

function endNotes(scan: Scan): void {
  scan.notes = null;
  scan.canStart = false;
}

function isNoBodyYet(scan: Scan, options: BodyOptions): boolean {
  return scan.start < 0 || (scan.isOnlyNotes && options.contentType === '');
}

type Scan = {
  /** -1 while there has been no line but blank ones. */
  start: number;
  startLine: number;
  stop: number;
  line: number;
  /** The end of the last line that is no note. */
  inkStop: number;
  inkLine: number;
  isOnlyNotes: boolean;
  /** The run of blank lines and notes that the cursor is in: those above a request are its own. */
  notes: Place | null;
  /** Whether a request may start here: at the end of the head, or after a blank line. */
  canStart: boolean;
  /** Where lines start that end the body if only their like follow. */
  tail: Place | null;
  /** What of the body is still open; null until a request might start in it. */
  open: OpenBody | null;
};

function newScan(cursor: Cursor): Scan {
  return {
    start: -1,
    startLine: -1,
    stop: -1,
    line: cursor.line - 1,
    inkStop: -1,
    inkLine: cursor.line - 1,
    isOnlyNotes: true,
    notes: null,
    canStart: true,
    tail: null,
    open: null,
  };
}

function placeOf(cursor: Cursor): Place {
  return { start: cursor.start, line: cursor.line };
}

function addLine(scan: Scan, cursor: Cursor): void {
  if (scan.start < 0) {
    scan.start = cursor.start;
    scan.startLine = cursor.line;
  }
  scan.stop = cursor.stop;
  scan.line = cursor.line;
}

function extent(cursor: Cursor, scan: Scan, files: readonly FilePart[]): BodyExtent {
  const { isOnlyNotes, line: endLine } = scan;
  if (scan.start < 0) return { body: null, isOnlyNotes, endLine };
  const text = textPart(cursor, scan.start, scan.stop, scan.startLine);
  const [file] = files;
  if (file === undefined) return { body: text, isOnlyNotes, endLine };
  const isAlone = file.line === scan.startLine && file.line === scan.line;
  const body = isAlone ? file : mixed(cursor, text, files);
  return { body, isOnlyNotes, endLine };
}

/** Text and files in turn; the line end behind a file belongs to the text that follows. */
function mixed(cursor: Cursor, whole: TextPart, files: readonly FilePart[]): Body {
  const parts: (TextPart | FilePart)[] = [];
  let at = whole.span.start + cursor.base;
  let { line } = whole;
  for (const file of files) {
    const start = file.span.start + cursor.base;
    if (start > at) parts.push(textPart(cursor, at, start, line));
    parts.push(file);
    at = file.span.end + cursor.base;
    ({ line } = file);
  }
  const end = whole.span.end + cursor.base;
  if (end > at) parts.push(textPart(cursor, at, end, line));
  return { kind: 'mixed', text: whole.text, parts, line: whole.line, span: whole.span };
}

function textPart(cursor: Cursor, start: number, end: number, line: number): TextPart {
  return new TextPart(cursor.source, start - cursor.base, end - cursor.base, line);
}
