/** The lines that may stand anywhere outside a body: comments, directives and variables. */
import { at as atSign, hash, slash, star } from './characters.ts';
import type { Draft } from './draft.ts';
import { takeDirective } from './directives.ts';
import { advance, indexWithin, isAtEnd, span, type Cursor } from './lines.ts';
import { isVariableLine, takeVariable } from './variables.ts';

/** Takes the line if it is a note; a block comment leaves the cursor on its last line. */
export function takeNote(cursor: Cursor, draft: Draft): boolean {
  const { text, first, stop } = cursor;
  const code = text.charCodeAt(first);
  if (code === hash || (code === slash && text.charCodeAt(first + 1) === slash)) {
    let end = first + 1;
    while (end < stop && text.charCodeAt(end) === code) end++;
    takeDirective(cursor, draft, end);
    return true;
  }
  if (code === slash && text.charCodeAt(first + 1) === star) {
    skipBlockComment(cursor, draft);
    return true;
  }
  if (code === atSign) {
    takeVariable(cursor, draft);
    return true;
  }
  return false;
}

/** Whether a body line would be a note outside a body. */
export function looksLikeNote(cursor: Cursor, code: number): boolean {
  if (code === hash) return true;
  if (code === slash) return cursor.text.charCodeAt(cursor.first + 1) === slash;
  return code === atSign && isVariableLine(cursor);
}

/** `###`, maybe indented: at the start of a line it always separates, elsewhere outside bodies. */
export function isSeparator(cursor: Cursor): boolean {
  const { text, first } = cursor;
  return (
    text.charCodeAt(first) === hash && text.startsWith('###', first) && first + 3 <= cursor.end
  );
}

function skipBlockComment(cursor: Cursor, draft: Draft): void {
  let from = cursor.first + 2;
  const { first, stop, line } = cursor;
  while (indexWithin(cursor.text, '*/', from, cursor.stop) < 0) {
    if (cursor.next >= cursor.end) {
      const message = 'This comment is never closed: add `*/`';
      const place = span(cursor, first, stop);
      draft.problems.push({
        code: 'comment-not-closed',
        severity: 'error',
        message,
        span: place,
        line,
      });
      return;
    }
    advance(cursor);
    if (isAtEnd(cursor)) return;
    from = cursor.start;
  }
}
