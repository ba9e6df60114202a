/** Send, send on a fresh connection, cancel, ask again what was answered once. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { count } from '../insight/count.ts';
import { registerCommand, requestOf, tellNoRequest } from './commands.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { Output } from './output.ts';
import type { ResponseCommands } from './responseCommands.ts';
import { sendAndShow } from './sendAndShow.ts';
import type { Sending } from './sending.ts';

export function registerSendCommands(
  documents: Documents,
  exchanges: Exchanges,
  sending: Sending,
  responses: ResponseCommands,
  output: Output,
): vscode.Disposable {
  async function send(argument: unknown, fresh: boolean): Promise<Exchange | null> {
    const found = await requestOf(documents, argument);
    if (found === null) {
      tellNoRequest();
      return null;
    }
    return sendAndShow(sending, responses, found, fresh);
  }

  async function cancel(argument: unknown): Promise<void> {
    const coming = responses.comingFor(argument);
    if (coming !== null) {
      coming.cancel();
      return;
    }
    const found = await requestOf(documents, argument);
    const run = found === null ? null : exchanges.at(found.document, found.placed);
    // Its text may have changed since, or its document been closed: then every sending is meant.
    if (run?.kind === 'sending') run.cancel();
    else sending.cancelAll();
  }

  function forgetAnswers(): void {
    const forgotten = sending.forgetAnswers();
    const text =
      forgotten === 0
        ? vscode.l10n.t('No answers are remembered')
        : vscode.l10n.t('Forgot {0}', count(forgotten, 'answer'));
    vscode.window.setStatusBarMessage(text, 5000);
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.send', (argument) => send(argument, false)),
    registerCommand(output, 'keepalive.sendFresh', (argument) => send(argument, true)),
    registerCommand(output, 'keepalive.cancel', cancel),
    registerCommand(output, 'keepalive.forgetAnswers', forgetAnswers),
  );
}
