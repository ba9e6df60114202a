/** `@name = value`: everything after the first `=`, trimmed; httpYac's `:=` reads the same. */
import { at as atSign, colon, equals, isBlank } from './characters.ts';
import { excerpt, report, type Draft } from './draft.ts';
import { skipBlanks, span, token, trimmedStop, type Cursor } from './lines.ts';

/** Whether the line is a whole definition; a body may well hold other lines that start with `@`. */
export function isVariableLine(cursor: Cursor): boolean {
  const { text, first, stop } = cursor;
  if (text.charCodeAt(first) !== atSign) return false;
  const nameEnd = endOfName(text, first + 1, stop);
  return nameEnd > first + 1 && endOfSign(text, nameEnd, stop) >= 0;
}

/** Takes a line that starts with `@` outside a body. */
export function takeVariable(cursor: Cursor, draft: Draft): void {
  const { text, first } = cursor;
  const stop = trimmedStop(cursor);
  const nameEnd = endOfName(text, first + 1, stop);
  const value = endOfSign(text, nameEnd, stop);
  if (nameEnd === first + 1) {
    const message = 'A variable needs a name between `@` and `=`, such as `@host = api.test`';
    report(cursor, draft, 'variable-without-name', 'error', message, first, stop);
    return;
  }
  if (value < 0) {
    const name = excerpt(text.slice(first, nameEnd));
    const message = `\`${name}\` is given no value: write \`${name} = value\``;
    report(cursor, draft, 'variable-without-value', 'error', message, first, stop);
    return;
  }
  draft.variables.push({
    name: token(cursor, first + 1, nameEnd),
    value: token(cursor, skipBlanks(text, value, stop), stop),
    line: cursor.line,
    span: span(cursor, first, stop),
  });
}

/** A name ends at a blank, at `=` or at `:=`. */
function endOfName(text: string, from: number, stop: number): number {
  let end = from;
  while (end < stop && !isBlank(text.charCodeAt(end)) && !isSign(text, end)) end++;
  return end;
}

/** Where the value may start, behind `=` or `:=`; -1 without one. */
function endOfSign(text: string, nameEnd: number, stop: number): number {
  const sign = skipBlanks(text, nameEnd, stop);
  if (sign >= stop || !isSign(text, sign)) return -1;
  return text.charCodeAt(sign) === equals ? sign + 1 : sign + 2;
}

function isSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === equals || (code === colon && text.charCodeAt(at + 1) === equals);
}
