/** Offsets of the language room as VS Code's positions, and its changes as edits. */
import * as vscode from 'vscode';
import type { Change, Range } from '../language/source.ts';

export function rangeIn(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function textEdit(document: vscode.TextDocument, change: Change): vscode.TextEdit {
  return vscode.TextEdit.replace(rangeIn(document, change), change.text);
}

export function workspaceEdit(
  document: vscode.TextDocument,
  changes: readonly Change[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    changes.map((change) => textEdit(document, change)),
  );
  return edit;
}
