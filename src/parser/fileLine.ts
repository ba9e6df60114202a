/** `< path`, `<@ path`, `<@latin1 path`: a line of a body that stands for a file. */
import { at as atSign, dash, isBlank, isWord } from './characters.ts';
import type { FilePart } from './httpFile.ts';
import { skipBlanks, span, token, trimmedStop, type Cursor } from './lines.ts';

/** The file the line names; null for a line that names none. It stands at the start of its line. */
export function readFileLine(cursor: Cursor): FilePart | null {
  const { text, start } = cursor;
  const stop = trimmedStop(cursor);
  const expands = text.charCodeAt(start + 1) === atSign;
  const wordStart = expands ? start + 2 : start + 1;
  let wordEnd = wordStart;
  while (expands && wordEnd < stop && isEncodingPart(text.charCodeAt(wordEnd))) wordEnd++;
  if (wordEnd >= stop || !isBlank(text.charCodeAt(wordEnd))) return null;
  return {
    kind: 'file',
    path: token(cursor, skipBlanks(text, wordEnd, stop), stop),
    expands,
    encoding: wordEnd > wordStart ? text.slice(wordStart, wordEnd) : null,
    line: cursor.line,
    span: span(cursor, start, stop),
  };
}

function isEncodingPart(code: number): boolean {
  return isWord(code) || code === dash;
}
