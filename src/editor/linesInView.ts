/** What of a document is on the screen: a file may be very long, and what is said of it is said there. */
import * as vscode from 'vscode';

/** Zero-based, both inclusive; `last` may lie behind the end of the document. */
export type Lines = readonly [first: number, last: number];

/** `margin` lines more at both ends: who scrolls sees nothing come late. */
export function linesInView({ visibleRanges }: vscode.TextEditor, margin: number): Lines {
  const first = visibleRanges[0]?.start.line ?? 0;
  const last = visibleRanges.at(-1)?.end.line ?? 0;
  return [Math.max(0, first - margin), last + margin];
}

/** For each editor that shows the document. */
export function shownLines(document: vscode.TextDocument, margin: number): readonly Lines[] {
  return vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .map((editor) => linesInView(editor, margin));
}
