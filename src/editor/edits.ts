/**
 * What was edited since a version of a document. A lens, a hover and a command that had to wait name
 * a request as it stood when they were made: what stands there since may be another.
 */
import * as vscode from 'vscode';
import type { EditedPlace } from './editedPlaces.ts';

export type Edits = {
  /** One after the other, each the changes that were told together; null where too much has happened since. */
  since(document: vscode.TextDocument, version: number): readonly (readonly EditedPlace[])[] | null;
  dispose(): void;
};

type Log = {
  /** Versions before this one are forgotten. */
  from: number;
  readonly edits: { readonly version: number; readonly changes: readonly EditedPlace[] }[];
};

/** So many edits of a document are remembered; whoever asks has waited for a person or a lens, not for hours. */
const maxEdits = 2000;

export function createEdits(isWatched: (document: vscode.TextDocument) => boolean): Edits {
  const logs = new Map<vscode.TextDocument, Log>();
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidCloseTextDocument((document) => logs.delete(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isWatched(document) || contentChanges.length === 0) return;
      const log = logs.get(document) ?? { from: document.version - 1, edits: [] };
      logs.set(document, log);
      log.edits.push({ version: document.version, changes: contentChanges.map(editedPlace) });
      if (log.edits.length > maxEdits) log.from = log.edits.shift()?.version ?? log.from;
    }),
  );
  return {
    since(document, version) {
      if (version === document.version) return [];
      const log = logs.get(document);
      if (log === undefined || version < log.from) return null;
      return log.edits.filter((edit) => edit.version > version).map(({ changes }) => changes);
    },
    dispose() {
      listeners.dispose();
      logs.clear();
    },
  };
}

export function editedPlace({
  rangeOffset,
  rangeLength,
  range,
  text,
}: vscode.TextDocumentContentChangeEvent): EditedPlace {
  const inserted = text.length;
  return { offset: rangeOffset, removed: rangeLength, inserted, inLine: range.isSingleLine };
}
