/** Send what was sent last, what is selected, or all of a file: one after the other, cancellable. */
import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import { count } from '../insight/count.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { parse } from '../parser/parse.ts';
import { requestsOf } from '../parser/requests.ts';
import { registerCommand } from './commands.ts';
import { fileName, isHttp, type Documents } from './documents.ts';
import { anchorOf } from './exchanges.ts';
import { findRequest } from './findRequest.ts';
import type { Output } from './output.ts';
import type { Recordings } from './recordings.ts';
import type { ResponseCommands } from './responseCommands.ts';
import { sendAndShow } from './sendAndShow.ts';
import type { Responses } from './responseDocument.ts';
import type { SentMany } from './sendMany.ts';
import type { Sending } from './sending.ts';

export function registerSendManyCommands(
  documents: Documents,
  sending: Sending,
  responses: Responses,
  shown: ResponseCommands,
  recordings: Recordings,
  output: Output,
): vscode.Disposable {
  async function rerun(): Promise<void> {
    const last = sending.last();
    const found = last === null ? null : await findRequest(documents, last);
    if (found === null) {
      tell(
        last === null
          ? vscode.l10n.t(
              'Nothing has been sent in this window yet. What was sent before is in the history',
            )
          : vscode.l10n.t('The request is no longer in {0}', last.source.file),
      );
      return;
    }
    await sendAndShow(sending, shown, found, false);
  }

  async function sendSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const requests = editor === undefined ? [] : selectedRequests(editor);
    if (editor === undefined || requests.length === 0) {
      tell(
        vscode.l10n.t('There is no request in the selection. Select one from its request line on'),
      );
      return;
    }
    const sent = await sendMany(sending, editor.document, requests);
    const [only] = sent?.exchanges ?? [];
    // What was selected may be less than a request of the file, so there is no line to write at.
    if (only !== undefined && sent?.exchanges.length === 1) {
      if (only.failure === null) await shown.showNew(only);
      else await responses.show(only, 'full');
    } else tellReport(sent);
    const [problem] = sent?.problems ?? [];
    if (problem !== undefined) tell(vscode.l10n.t('Not sent: {0}', problem));
  }

  async function sendAll(): Promise<SentMany | null> {
    const document = vscode.window.activeTextEditor?.document;
    const requests =
      document === undefined || !isHttp(document) ? [] : documents.read(document).requests;
    if (document === undefined || requests.length === 0) {
      tell(vscode.l10n.t('There is no request in this file'));
      return null;
    }
    const end = recordings.begin(basename(document.uri.path), fileName(document));
    try {
      const sent = await sendMany(sending, document, requests);
      tellReport(sent);
      return sent;
    } finally {
      end();
    }
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.rerun', rerun),
    registerCommand(output, 'keepalive.sendSelection', sendSelection),
    registerCommand(output, 'keepalive.sendAll', sendAll),
  );
}

/** Each selection is read for itself, and stands where it stands in the document. */
function selectedRequests({ document, selections }: vscode.TextEditor): readonly PlacedRequest[] {
  return selections.flatMap((selection) => {
    const offset = document.offsetAt(selection.start);
    const { line } = selection.start;
    return requestsOf(parse(document.getText(selection))).map((placed) => ({
      ...placed,
      offset: placed.offset + offset,
      blockLine: placed.blockLine + line,
      line: placed.line + line,
      endLine: placed.endLine + line,
    }));
  });
}

/** One message for all of them, and only while it takes. */
function sendMany(
  sending: Sending,
  document: vscode.TextDocument,
  requests: readonly PlacedRequest[],
): Thenable<SentMany | null> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Sending {0}', count(requests.length, 'request')),
    cancellable: true,
  };
  // As they are now: until the notification is there, the text may have changed.
  const anchors = requests.map((placed) => anchorOf(document, placed));
  return vscode.window.withProgress(options, (progress, cancelled) => {
    let done = 0;
    const stop = new AbortController();
    cancelled.onCancellationRequested(() => {
      stop.abort();
    });
    const increment = 100 / requests.length;
    const onSent = (): void => {
      done += 1;
      const message = vscode.l10n.t('{0} of {1}', done, requests.length);
      progress.report({ message, increment });
    };
    return sending.sendMany(document, anchors, { signal: stop.signal, onSent });
  });
}

function tellReport(sent: SentMany | null): void {
  if (sent === null) return;
  const { sent: amount, failed, notSent } = sent.report;
  const parts = [
    vscode.l10n.t('{0} sent', count(amount, 'request')),
    ...(failed > 0 ? [vscode.l10n.t('{0} failed', failed)] : []),
    ...(notSent > 0 ? [vscode.l10n.t('{0} not sent', notSent)] : []),
  ];
  vscode.window.setStatusBarMessage(`$(check-all) ${parts.join(' · ')}`, 10_000);
}

function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
