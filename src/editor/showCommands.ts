/** What can be looked at again: the reason and timing of a request, the log. */
import * as vscode from 'vscode';
import { registerCommand, requestOf, tellNoRequest } from './commands.ts';
import type { Documents } from './documents.ts';
import type { Output } from './output.ts';

export function registerShowCommands(documents: Documents, output: Output): vscode.Disposable {
  /** The hover, without a mouse. */
  async function explain(argument: unknown): Promise<void> {
    const found = await requestOf(documents, argument);
    if (found === null) {
      tellNoRequest();
      return;
    }
    const start = new vscode.Position(found.placed.line, 0);
    const selection = new vscode.Range(start, start);
    await vscode.window.showTextDocument(found.document, { selection });
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.explain', explain),
    registerCommand(output, 'keepalive.showLog', output.show),
  );
}
