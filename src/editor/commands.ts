/** What every command shares: where its request stands, and what becomes of a throw. */
import * as vscode from 'vscode';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { isHttp, type Documents } from './documents.ts';
import { placeAfter } from './editedPlaces.ts';
import { startOf } from './exchanges.ts';
import type { Output } from './output.ts';

/** Names a request in a command's argument; plain data, for links in hovers too. `line` counts from 0. */
export type RequestReference = {
  readonly uri: string;
  readonly line: number;
  /** Which version of the document this is said of; without, it is the present one. */
  readonly stood?: { readonly version: number; readonly offset: number };
};

export function referenceTo(
  document: vscode.TextDocument,
  placed: PlacedRequest,
): RequestReference {
  const stood = { version: document.version, offset: startOf(placed) };
  return { uri: document.uri.toString(), line: placed.line, stood };
}

export type RequestInDocument = {
  readonly document: vscode.TextDocument;
  readonly placed: PlacedRequest;
};

/** Registers a command whose throw, always a bug, is logged with its stack and shown once. */
export function registerCommand(
  output: Output,
  id: string,
  run: (argument: unknown) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    try {
      return await run(argument);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      output.error(error);
      void offerLog(output, error);
      return undefined;
    }
  });
}

/** The request that the argument names, else the one at the cursor; null where there is none. */
export async function requestOf(
  documents: Documents,
  argument: unknown,
): Promise<RequestInDocument | null> {
  if (isReference(argument)) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri, true));
    const placed = requestNow(documents, document, argument);
    return placed === null ? null : { document, placed };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isHttp(editor.document)) return null;
  const placed = documents.read(editor.document).requestAt(editor.selection.active.line);
  return placed === null ? null : { document: editor.document, placed };
}

/** A lens may be clicked, and a link followed, after the text has moved: what stands there since is another. */
function requestNow(
  documents: Documents,
  document: vscode.TextDocument,
  { line, stood }: RequestReference,
): PlacedRequest | null {
  const { requestAt } = documents.read(document);
  if (stood === undefined) return requestAt(line);
  const edits = documents.editsSince(document, stood.version);
  const offset = edits === null ? null : placeAfter(stood.offset, edits);
  if (offset === null) return null;
  const now = document.positionAt(offset).line;
  const placed = requestAt(now);
  return placed?.line === now ? placed : null;
}

/** Says that the command had no request to work on. */
export function tellNoRequest(): void {
  const text = vscode.l10n.t(
    'There is no request here. Put the cursor in a request of an HTTP file',
  );
  void vscode.window.showInformationMessage(text);
}

/** Menus pass a URI of their own as the first argument: only a full reference counts. */
function isReference(argument: unknown): argument is RequestReference {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, line } = argument as Partial<Record<keyof RequestReference, unknown>>;
  return typeof uri === 'string' && typeof line === 'number';
}

async function offerLog(output: Output, error: Error): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const text = vscode.l10n.t('Keepalive failed unexpectedly: {0}', error.message || error.name);
  if ((await vscode.window.showErrorMessage(text, showLog)) === showLog) output.show();
}
