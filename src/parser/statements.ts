/** `import ./a.http` and `run …` (JetBrains, Kulala): lines of their own before any request. */
import type { Draft } from './draft.ts';
import { report } from './draft.ts';
import type { Cursor } from './lines.ts';
import { skipBlanks, span, token, trimmedStop } from './lines.ts';

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
  if (argument === first + kind.length || argument === stop) return false;
  // `run https://…` can only be a request with a method of that name.
  if (/^https?:\/\//i.test(text.slice(argument, argument + 8))) return false;
  draft.statements.push({
    kind,
    argument: token(cursor, argument, stop),
    line: cursor.line,
    span: span(cursor, first, stop),
  });
  const message = `\`${kind}\` is not supported yet: this line does nothing`;
  report(cursor, draft, 'not-supported-yet', 'error', message, first, stop);
  return true;
}
