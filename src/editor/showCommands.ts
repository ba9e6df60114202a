/** What can be looked at again: the reason and timing of a request, the log. */
import * as vscode from 'vscode';
import { registerCommand, requestOf, tellNoRequest, type RequestInDocument } from './commands.ts';
import type { Documents } from './documents.ts';
import { findRequest } from './findRequest.ts';
import type { Output } from './output.ts';
import type { Sending } from './sending.ts';

export function registerShowCommands(
  documents: Documents,
  sending: Sending,
  output: Output,
): vscode.Disposable {
  /** The request sent last is meant where no text is in front, such as in the walkthrough. */
  async function requestSentLast(): Promise<RequestInDocument | null> {
    const last = sending.last();
    return last === null ? null : findRequest(documents, last);
  }

  /** The hover, without a mouse. */
  async function explain(argument: unknown): Promise<void> {
    const isLast = argument == null && vscode.window.activeTextEditor === undefined;
    const found = await (isLast ? requestSentLast() : requestOf(documents, argument));
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
