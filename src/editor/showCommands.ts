/** What can be looked at again: the reason and timing of a request, its response, the log. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { registerCommand, requestOf, tellNoRequest } from './commands.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { Output } from './output.ts';
import type { ResponsePart, Responses } from './responseDocument.ts';

export function registerShowCommands(
  documents: Documents,
  exchanges: Exchanges,
  responses: Responses,
  output: Output,
): vscode.Disposable {
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

  /** Of the response in front or named by its URI, else of a request. */
  async function exchangeFor(argument: unknown): Promise<Exchange | null> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const uri = argument instanceof vscode.Uri ? argument : active;
    const shown = uri === undefined ? null : responses.exchangeOf(uri);
    if (shown !== null) return shown;
    const found = await requestOf(documents, argument);
    const run = found === null ? null : exchanges.at(found.document, found.placed);
    return run?.kind === 'exchanged' ? run.exchange : null;
  }

  async function show(argument: unknown, part: ResponsePart): Promise<void> {
    const exchange = await exchangeFor(argument);
    if (exchange !== null) {
      await responses.show(exchange, part);
      return;
    }
    const text = vscode.l10n.t('There is no response yet. Put the cursor in a request and send it');
    void vscode.window.showInformationMessage(text);
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.explain', explain),
    registerCommand(output, 'keepalive.showResponse', (argument) => show(argument, 'body')),
    registerCommand(output, 'keepalive.showHeaders', (argument) => show(argument, 'headers')),
    registerCommand(output, 'keepalive.showLog', output.show),
  );
}
