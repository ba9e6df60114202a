/**
 * Scripts, kept as nodes: `< {% … %}` and `< file.js` before the request, `> {% … %}` and
 * `> file.js` after it (JetBrains), and httpYac's `{{` … `}}` lines, which mean before or after
 * by where they stand.
 */
import { greaterThan, lessThan, openBrace } from './characters.ts';
import { report, type Draft } from './draft.ts';
import type { Script } from './httpFile.ts';
import {
  advance,
  goOnTo,
  indexWithin,
  skipBlanks,
  span,
  token,
  trimmedStop,
  type Cursor,
} from './lines.ts';

/** `< {%` or `> {%`, with or without a blank. */
export function startsInlineScript(cursor: Cursor): boolean {
  const { text, first, stop } = cursor;
  const code = text.charCodeAt(first);
  if (code !== lessThan && code !== greaterThan) return false;
  const brace = skipBlanks(text, first + 1, stop);
  return text.charCodeAt(brace) === openBrace && text.startsWith('{%', brace);
}

/** `{{` alone on its line, or with httpYac's `+` or `@request` behind it. */
export function startsBraceScript(cursor: Cursor): boolean {
  const { text, first } = cursor;
  if (text.charCodeAt(first) !== openBrace || text.charCodeAt(first + 1) !== openBrace)
    return false;
  const stop = trimmedStop(cursor);
  return stop - first < 40 && braceMark.test(text.slice(first, stop));
}

/** `{{`, `{{@response`, `{{+`, `{{+after`, `{{@request+`. */
const braceMark = /^\{\{(?:\+\w*|\+?@\w+\+?)?$/;

/** `> file.js`: a mark, a blank and a path to code. */
export function namesScript(cursor: Cursor): boolean {
  const { text, first } = cursor;
  const stop = trimmedStop(cursor);
  const path = skipBlanks(text, first + 1, stop);
  return (
    path > first + 1 && path < stop && /\.(?:[cm]?[jt]s|lua)$/i.test(text.slice(stop - 4, stop))
  );
}

/** Takes a script that runs before the request wherever it stands: `< {%` or `{{@request`. */
export function takeScriptBefore(cursor: Cursor, draft: Draft): boolean {
  const { text, first } = cursor;
  const code = text.charCodeAt(first);
  if (code === lessThan && startsInlineScript(cursor)) takeInlineScript(cursor, draft);
  else if (text.startsWith('{{@request', first) && startsBraceScript(cursor)) {
    takeBraceScript(cursor, draft, 'before');
  } else return false;
  return true;
}

/** Takes a script between marks; the cursor is left on its last line. */
export function takeInlineScript(cursor: Cursor, draft: Draft): void {
  const { text, first, line } = cursor;
  const when = text.charCodeAt(first) === lessThan ? 'before' : 'after';
  const code = skipBlanks(text, first + 1, cursor.stop) + 2;
  const close = indexWithin(text, '%}', code, cursor.end);
  const stop = close < 0 ? cursor.end : close;
  if (close < 0) {
    const message = 'This script is never closed: add `%}`';
    report(cursor, draft, 'script-not-closed', 'error', message);
  }
  const end = close < 0 ? stop : close + 2;
  draft.scripts.push(inline(cursor, { when, ...unmarked }, line, first, code, stop, end));
  goOnTo(cursor, Math.min(stop, cursor.end - 1));
  const rest = skipBlanks(text, end, cursor.stop);
  if (close >= 0 && rest < cursor.stop) {
    const message = 'Nothing may stand behind the `%}` of a script: put it on a line of its own';
    report(cursor, draft, 'unexpected-line', 'error', message, rest, trimmedStop(cursor));
  }
}

/** Takes the lines from `{{` to `}}`; the cursor is left on the last one. */
export function takeBraceScript(cursor: Cursor, draft: Draft, when: Script['when']): void {
  const { text, first, line, stop: opening } = cursor;
  const code = cursor.next;
  const mark = text.slice(first, trimmedStop(cursor));
  const event = /\w+/.exec(mark)?.[0] ?? null;
  const timing = {
    when: event === null ? when : event === 'request' ? 'before' : 'after',
    event,
    isForAll: mark.includes('+'),
  } as const;
  while (cursor.next < cursor.end) {
    advance(cursor);
    if (text.startsWith('}}', cursor.first) && trimmedStop(cursor) === cursor.first + 2) {
      draft.scripts.push(inline(cursor, timing, line, first, code, cursor.start, cursor.stop));
      return;
    }
  }
  const start = first - cursor.base;
  draft.problems.push({
    code: 'script-not-closed',
    severity: 'error',
    message: 'This script is never closed: add a line `}}`',
    span: { start, end: opening - cursor.base },
    line,
  });
  draft.scripts.push(inline(cursor, timing, line, first, code, cursor.end, cursor.end));
}

/** Takes `< file.js` or `> file.js`. */
export function takeScriptFile(cursor: Cursor, draft: Draft): void {
  const { text, first, line } = cursor;
  const stop = trimmedStop(cursor);
  draft.scripts.push({
    when: text.charCodeAt(first) === lessThan ? 'before' : 'after',
    ...unmarked,
    kind: 'file',
    content: token(cursor, skipBlanks(text, first + 1, stop), stop),
    line,
    span: span(cursor, first, stop),
  });
}

type Timing = Pick<Script, 'when' | 'event' | 'isForAll'>;

const unmarked = { event: null, isForAll: false } as const;

function inline(
  cursor: Cursor,
  timing: Timing,
  line: number,
  start: number,
  code: number,
  codeEnd: number,
  end: number,
): Script {
  const content = token(cursor, Math.min(code, codeEnd), codeEnd);
  return {
    ...timing,
    kind: 'inline',
    content,
    line,
    span: span(cursor, start, end),
  };
}
