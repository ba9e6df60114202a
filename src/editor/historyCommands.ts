/** Look at the history, and do with it what its list offers. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { registerCommand, requestOf } from './commands.ts';
import type { Documents } from './documents.ts';
import { findRequest } from './findRequest.ts';
import type { History, Remembered } from './history.ts';
import { pickFromHistory } from './historyPick.ts';
import type { HistoryItem } from './historyStore.ts';
import type { Output } from './output.ts';
import { compareResponses, type ResponseCommands } from './responseCommands.ts';
import type { Responses } from './responseDocument.ts';
import { sendAndShow } from './sendAndShow.ts';
import type { Sending } from './sending.ts';

export function registerHistoryCommands(
  documents: Documents,
  history: History,
  responses: Responses,
  shown: ResponseCommands,
  sending: Sending,
  output: Output,
): vscode.Disposable {
  async function titleAtCursor(): Promise<string | null> {
    const found = await requestOf(documents, null);
    return found === null ? null : (found.placed.request.name ?? found.placed.title);
  }

  async function show(): Promise<void> {
    const title = vscode.l10n.t('HTTP History');
    const choice = await pickFromHistory(history, await titleAtCursor(), title);
    if (choice === null) return;
    if (choice.kind === 'clear') return clear();
    const remembered = await read(choice.item);
    if (remembered === null) return;
    if (choice.kind === 'resend') await resend(remembered.exchange);
    else if (choice.kind === 'compare') await compare(choice.item, remembered);
    else await responses.show(remembered.exchange, undefined, remembered.remark);
  }

  async function read(item: HistoryItem): Promise<Remembered | null> {
    const remembered = await history.read(item.id);
    if (remembered === null) tell(vscode.l10n.t('This exchange is not kept any more'));
    return remembered;
  }

  async function compare(item: HistoryItem, { exchange }: Remembered): Promise<void> {
    const title = vscode.l10n.t('Compare {0} With', item.headline.title);
    const choice = await pickFromHistory(history, item.headline.title, title);
    if (choice === null || choice.kind === 'clear') return;
    const other = await read(choice.item);
    if (other === null) return;
    const isOlder = other.exchange.startedAt < exchange.startedAt;
    const [left, right] = isOlder ? [other.exchange, exchange] : [exchange, other.exchange];
    await compareResponses(responses, left, right, true);
  }

  async function resend(exchange: Exchange): Promise<void> {
    const found = await findRequest(documents, exchange);
    if (found === null) {
      tell(vscode.l10n.t('The request is no longer in {0}', exchange.source.file));
      return;
    }
    await sendAndShow(sending, shown, found, false);
  }

  async function clear(): Promise<void> {
    const yes = vscode.l10n.t('Clear');
    const question = vscode.l10n.t('Clear the history of this workspace? This can’t be undone.');
    const answer = await vscode.window.showWarningMessage(question, { modal: true }, yes);
    if (answer === yes) await history.clear();
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.showHistory', show),
    registerCommand(output, 'keepalive.clearHistory', clear),
  );
}

function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
