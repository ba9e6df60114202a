/** What was sent in this window, and in the last run of a file: for the picture, the report and HAR. */
import * as vscode from 'vscode';
import { createRecording, record, type Recording } from '../insight/recording.ts';
import { savingInAll, type Saving } from '../insight/reuseSaving.ts';
import type { Sending } from './sending.ts';

export type Recordings = {
  /** Fires when one of them has grown, or another run has begun. */
  readonly onDidChange: vscode.Event<void>;
  /** Those in which something was sent, the last run first. */
  all(): readonly Recording[];
  /** From now on what `file` sends is a run, until the function returned is called. */
  begin(title: string, file: string): () => void;
  /** What reuse has saved in this window. */
  saving(): Saving;
  dispose(): void;
};

export function createRecordings(sending: Sending): Recordings {
  const changed = new vscode.EventEmitter<void>();
  const window = createRecording(vscode.l10n.t('All that was sent in this window'));
  let run: Recording | null = null;
  let running: string | null = null;
  /** Found anew when it is asked for after a send. */
  let saving: Saving | null = null;

  const sent = sending.onDidExchange((exchange) => {
    record(window, exchange);
    saving = null;
    if (run !== null && exchange.source.file === running) record(run, exchange);
    changed.fire();
  });
  return {
    onDidChange: changed.event,
    all: () => [run ?? [], window].flat().filter(({ report }) => report.exchanges > 0),
    begin(title, file) {
      const own = createRecording(title, window);
      run = own;
      running = file;
      return () => {
        if (run === own) running = null;
      };
    },
    saving: () => (saving ??= savingInAll(window.report)),
    dispose() {
      vscode.Disposable.from(sent, changed).dispose();
    },
  };
}
