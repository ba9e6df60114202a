/**
 * What may stand after a body: scripts, `??` assertions, `>>` and `<>` lines.
 *
 * A body is sent as written, and Markdown quotes with `>`; so only lines that no body is likely to
 * hold end it at once (`> {%`, `?? `, `{{` alone), the others only if nothing but such lines
 * follows up to the end of the block.
 */
import { greaterThan, isUpperCase, lessThan, openBrace, question } from './characters.ts';
import { startsAssertion, takeAssertion } from './assertions.ts';
import { excerpt, report, type Draft } from './draft.ts';
import {
  advance,
  goBackTo,
  isAtEnd,
  skipBlanks,
  span,
  token,
  trimmedStop,
  type Cursor,
} from './lines.ts';
import { isSeparator, takeNote } from './notes.ts';
import {
  namesScript,
  startsBraceScript,
  startsInlineScript,
  takeBraceScript,
  takeInlineScript,
  takeScriptFile,
} from './scripts.ts';
import { startsUnmarkedRequest } from './unmarkedRequest.ts';

export type TailKind = 'ends-body' | 'may-end-body' | null;

/** What the line says of the end of the body. */
export function tailKind(cursor: Cursor): TailKind {
  const { text, first } = cursor;
  const code = text.charCodeAt(first);
  if (code === question) return startsAssertion(cursor) ? 'ends-body' : null;
  if (code === openBrace) return startsBraceScript(cursor) ? 'ends-body' : null;
  if (code !== greaterThan && code !== lessThan) return null;
  if (startsInlineScript(cursor)) return 'ends-body';
  if (responseFileMark(cursor) !== null) return 'may-end-body';
  return code === greaterThan && namesScript(cursor) ? 'may-end-body' : null;
}

/** Reads on to the end of the block; gives where the last of these lines ends, or -1 without any. */
export function readTail(cursor: Cursor, draft: Draft): { stop: number; line: number } {
  let last = { stop: -1, line: -1 };
  let notes: Notes | null = null;
  for (; !isAtEnd(cursor); advance(cursor)) {
    if (cursor.first === cursor.stop) {
      notes ??= notesFrom(cursor, draft);
      continue;
    }
    if (isSeparator(cursor)) break;
    if (isUpperCase(cursor.text.charCodeAt(cursor.first)) && startsUnmarkedRequest(cursor)) {
      // The notes right above a request are its own.
      if (notes !== null) giveBack(cursor, draft, notes);
      break;
    }
    const before: Notes = notes ?? notesFrom(cursor, draft);
    if (takeNote(cursor, draft)) {
      notes = before;
      continue;
    }
    notes = null;
    takeItem(cursor, draft);
    last = { stop: cursor.stop, line: cursor.line };
  }
  return last;
}

function takeItem(cursor: Cursor, draft: Draft): void {
  const { text, first, line } = cursor;
  const stop = trimmedStop(cursor);
  const mark = responseFileMark(cursor);
  if (startsInlineScript(cursor)) takeInlineScript(cursor, draft);
  else if (startsBraceScript(cursor)) takeBraceScript(cursor, draft, 'after');
  else if (startsAssertion(cursor)) takeAssertion(cursor, draft);
  else if (mark !== null) {
    const path = token(cursor, skipBlanks(text, first + mark.length, stop), stop);
    const kind = mark === '<>' ? 'link' : mark === '>>' ? 'save' : 'overwrite';
    draft.responseFiles.push({
      kind,
      path,
      line,
      span: span(cursor, first, stop),
    });
  } else if (text.charCodeAt(first) === greaterThan && namesScript(cursor)) {
    takeScriptFile(cursor, draft);
  } else {
    const written = excerpt(text.slice(first, stop));
    const message = `\`${written}\` stands after the request's end: put a \`###\` line before it`;
    report(cursor, draft, 'unexpected-line', 'error', message, first, stop);
  }
}

/** `>>`, `>>!` or `<>` before a blank and a path. */
function responseFileMark(cursor: Cursor): '>>' | '>>!' | '<>' | null {
  const { text, first, stop } = cursor;
  const mark = text.startsWith('>>!', first)
    ? '>>!'
    : text.startsWith('>>', first)
      ? '>>'
      : text.startsWith('<>', first)
        ? '<>'
        : null;
  if (mark === null) return null;
  const path = skipBlanks(text, first + mark.length, stop);
  return path > first + mark.length && path < stop ? mark : null;
}

/** Where a run of notes starts, and what the draft held by then. */
type Notes = {
  readonly start: number;
  readonly line: number;
  readonly counts: readonly [variables: number, directives: number, problems: number];
};

function notesFrom(cursor: Cursor, draft: Draft): Notes {
  const counts = [draft.variables.length, draft.directives.length, draft.problems.length] as const;
  return { start: cursor.start, line: cursor.line, counts };
}

function giveBack(cursor: Cursor, draft: Draft, notes: Notes): void {
  [draft.variables.length, draft.directives.length, draft.problems.length] = notes.counts;
  goBackTo(cursor, notes.start, notes.line);
}
