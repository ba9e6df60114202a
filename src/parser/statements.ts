/** `import ./a.http` and `run …` (JetBrains, Kulala): lines of their own before any request. */
import { at as atSign, comma, equals, hash } from './characters.ts';
import { orNone, report, type Draft } from './draft.ts';
import type { Statement } from './httpFile.ts';
import { skipBlanks, span, token, trimEnd, trimmedStop, type Cursor } from './lines.ts';

export function takeStatement(cursor: Cursor, draft: Draft): boolean {
  const { text, first } = cursor;
  const kind = text.startsWith('run', first)
    ? 'run'
    : text.startsWith('import', first)
      ? 'import'
      : null;
  if (kind === null) return false;
  const stop = trimmedStop(cursor);
  const argument = skipBlanks(text, first + kind.length, stop);
  if (argument === stop && first + kind.length === stop) {
    const example = kind === 'run' ? 'run #login' : 'import ./shared.http';
    const message = `Write what to ${kind} behind the word, such as \`${example}\``;
    report(cursor, draft, 'statement-incomplete', 'error', message, first, stop);
    return true;
  }
  if (argument === first + kind.length) return false;
  // `run https://…` can only be a request with a method of that name.
  if (/^https?:\/\//i.test(text.slice(argument, argument + 8))) return false;
  const { targetEnd, variables } = readVariables(cursor, draft, argument, stop);
  const namesRequest = kind === 'run' && text.charCodeAt(argument) === hash;
  draft.statements.push({
    kind,
    argument: token(cursor, argument, stop),
    target: token(cursor, namesRequest ? argument + 1 : argument, targetEnd),
    names: namesRequest ? 'request' : 'file',
    variables: orNone(variables),
    line: cursor.line,
    span: span(cursor, first, stop),
  });
  return true;
}

type Variables = {
  readonly targetEnd: number;
  readonly variables: readonly Statement['variables'][number][];
};

/** `(@user=bob, @n=2)` at the end of the line; a value ends at a comma before the next `@`. */
function readVariables(cursor: Cursor, draft: Draft, from: number, stop: number): Variables {
  const { text } = cursor;
  const open = text.slice(from, stop).search(/\s\(\s*@/);
  if (open < 0) return { targetEnd: stop, variables: [] };
  const isClosed = text.charAt(stop - 1) === ')';
  if (!isClosed) {
    const message = 'The variables of this line are never closed: add `)`';
    report(cursor, draft, 'statement-incomplete', 'error', message, from + open + 1, stop);
  }
  const variables: Statement['variables'][number][] = [];
  const end = isClosed ? stop - 1 : stop;
  let at = text.indexOf('(', from + open) + 1;
  while (at < end) {
    const next = nextVariable(text, at + 1, end);
    const nameStart = skipBlanks(text, at, next);
    let sign = nameStart;
    while (sign < next && text.charCodeAt(sign) !== equals) sign++;
    const last = next < end ? next - 1 : next;
    if (text.charCodeAt(nameStart) !== atSign || sign >= last) {
      const message = 'Write each variable as `@name=value`, with commas between';
      report(cursor, draft, 'statement-incomplete', 'error', message, nameStart, next);
    } else {
      const valueEnd = trimEnd(text, sign + 1, last);
      const name = token(cursor, nameStart + 1, trimEnd(text, nameStart + 1, sign));
      const value = token(cursor, skipBlanks(text, sign + 1, valueEnd), valueEnd);
      variables.push({ name, value });
    }
    at = next;
  }
  return { targetEnd: trimEnd(text, from, from + open), variables };
}

/** Where the text after the next `, @` starts; `end` without one. */
function nextVariable(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (text.charCodeAt(at) !== comma) continue;
    if (text.charCodeAt(skipBlanks(text, at + 1, end)) === atSign) return at + 1;
  }
  return end;
}
