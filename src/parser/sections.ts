/**
 * Cuts the text at the `###` that stand at the start of a line: a cut that needs no knowledge of
 * what is between, so that an edit moves only the cuts it touches.
 */
import { byteOrderMark, isLineEnd } from './characters.ts';

/**
 * Where the section that starts at `from` ends: at the next separator, or at the end.
 * `isFileStart`: whether the text is the file's from its first character on.
 */
export function sectionEnd(text: string, from: number, isFileStart: boolean): number {
  let at = text.indexOf('###', from + 1);
  while (at >= 0 && !isLineStart(text, at, isFileStart)) {
    // No line can start between the marks, so the search goes on behind them.
    at = text.indexOf('###', at + 3);
  }
  return at < 0 ? text.length : at;
}

function isLineStart(text: string, at: number, isFileStart: boolean): boolean {
  const before = text.charCodeAt(at - 1);
  return isLineEnd(before) || (before === byteOrderMark && at === 1 && isFileStart);
}
