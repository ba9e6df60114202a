/** The quick fixes of hints, found and applied as the editor does it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { problems } from './window.ts';

/** Those of the hint of that code, once it is there. */
export async function fixesFor(
  document: vscode.TextDocument,
  code: string,
): Promise<readonly vscode.CodeAction[]> {
  const found = await problems(document, (codes) => codes.includes(code));
  const hint = found.find((each) => each.code === code);
  assert.ok(hint);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    hint.range,
  );
  return actions.filter(({ kind }) => kind?.value === vscode.CodeActionKind.QuickFix.value);
}

export async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit);
  assert.equal(await vscode.workspace.applyEdit(action.edit), true);
}
