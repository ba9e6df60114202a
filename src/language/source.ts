/** A file as the language features see it: its text beside its tree, and places in it. */
import type { Text } from '../parser/edit.ts';
import type { HttpFile, Span } from '../parser/httpFile.ts';

export type { Text };

export type HttpSource = { readonly text: Text; readonly file: HttpFile };

/** UTF-16 offsets from the start of the file, `end` not included. */
export type Range = { readonly start: number; readonly end: number };

/** A text and where it stands in its block: a token of the tree, or a part of one. */
export type Piece = { readonly text: string; readonly span: Span };

/** What to put in the place of a range. */
export type Change = Range & { readonly text: string };

/** A span of a block, in the file. */
export function placed({ offset }: { readonly offset: number }, span: Span): Range {
  return { start: offset + span.start, end: offset + span.end };
}

export function contains({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The line that holds an offset, its line end left out. */
export function lineAround(text: Text, offset: number): Range {
  let start = offset;
  for (let isFound = false; !isFound && start > 0;) {
    const from = Math.max(0, start - windowLength);
    const piece = text.slice(from, start);
    const mark = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'));
    isFound = mark >= 0;
    start = from + mark + 1;
  }
  let end = offset;
  for (let isFound = false; !isFound && end < text.length;) {
    const piece = text.slice(end, Math.min(text.length, end + windowLength));
    const mark = piece.search(/[\r\n]/);
    isFound = mark >= 0;
    end += isFound ? mark : piece.length;
  }
  return { start, end };
}

const windowLength = 256;

/** Where the line after `end`, the end of a line, starts. */
export function afterLineEnd(text: Text, end: number): number {
  if (text.slice(end, end + 2) === '\r\n') return end + 2;
  return Math.min(end + 1, text.length);
}

/** The line end that the file uses: its first one. */
export function lineEndOf(text: Text): string {
  return /\r\n|\r|\n/.exec(text.slice(0, Math.min(text.length, 10_000)))?.[0] ?? '\n';
}
