/** Copying and saving what has come of a response that is still coming. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Coming, Responses } from './responseDocument.ts';
import { writeBodyChosen } from './responseFiles.ts';

export async function copyComing(coming: Coming): Promise<void> {
  const { text, notes } = coming.soFar();
  if (text === '') {
    tellNothing(notes);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  tellSoFar(vscode.l10n.t('Copied what has come until now'), notes);
}

/** What has come when the place is chosen: by then it may have ended, and is saved whole. */
export async function saveComing(
  coming: Coming,
  uri: vscode.Uri,
  responses: Responses,
): Promise<void> {
  const target = await askWhereToSave(coming.fileName);
  if (target === undefined) return;
  const exchange = responses.exchangeOf(uri);
  if (exchange !== null) {
    await writeBodyChosen(target, exchange.bodyFile ?? exchange.body.bytes());
    return;
  }
  const { text, notes } = coming.soFar();
  if (text === '') {
    tellNothing(notes);
    return;
  }
  if (!(await writeBodyChosen(target, new TextEncoder().encode(text)))) return;
  tellSoFar(vscode.l10n.t('Saved what has come until now'), notes);
}

export function askWhereToSave(fileName: string): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, fileName),
    title: vscode.l10n.t('Save Response Body'),
  });
}

/** What is not of it is worth more than a glance. */
function tellSoFar(done: string, notes: readonly string[]): void {
  if (notes.length === 0) vscode.window.setStatusBarMessage(done, 5000);
  else void vscode.window.showInformationMessage([done, ...notes].join('. '));
}

function tellNothing(notes: readonly string[]): void {
  const why = notes.length === 0 ? [vscode.l10n.t('Nothing of the body has come yet')] : notes;
  void vscode.window.showInformationMessage(why.join('. '));
}
