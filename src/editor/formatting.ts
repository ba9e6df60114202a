/** *Format Document* and *Format Selection*. */
import * as vscode from 'vscode';
import { formatted, type FormatOptions } from '../language/format.ts';
import type { Documents } from './documents.ts';
import { textEdit } from './places.ts';

export function registerFormatting(documents: Documents): vscode.Disposable {
  const provider: vscode.DocumentFormattingEditProvider &
    vscode.DocumentRangeFormattingEditProvider = {
    provideDocumentFormattingEdits: (document, options) =>
      formatted(documents.read(document), formatOptions(options)).map((change) =>
        textEdit(document, change),
      ),
    provideDocumentRangeFormattingEdits(document, range, options) {
      const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return formatted(documents.read(document), formatOptions(options), within).map((change) =>
        textEdit(document, change),
      );
    },
  };
  const selector = { language: 'http' };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentFormattingEditProvider(selector, provider),
    vscode.languages.registerDocumentRangeFormattingEditProvider(selector, provider),
  );
}

function formatOptions({ insertSpaces, tabSize }: vscode.FormattingOptions): FormatOptions {
  return { indent: insertSpaces ? ' '.repeat(tabSize) : '\t' };
}
