/** What a person does and sees in the window under test, as functions. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exchange } from '../../src/client/exchange.ts';
import type { TestApi } from '../../src/editor/testApi.ts';

export const extensionId = 'keepalive.keepalive-http';

export async function api(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

/** An untitled `.http` document with this text, in an editor that has the focus. */
export async function openHttp(lines: readonly string[]): Promise<vscode.TextDocument> {
  // What a provider is asked before the extension is active it has no answer to.
  await api();
  const content = lines.join('\n');
  let document = await vscode.workspace.openTextDocument({ language: 'http', content });
  // An untitled document of a test before, closed a moment ago, may come back under its name.
  while (document.getText() !== content) {
    document = await vscode.workspace.openTextDocument({ language: 'http', content });
  }
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await until(() => vscode.window.activeTextEditor?.document === document);
  return document;
}

/** Sends the request at a line; null when nothing was sent. */
export async function send(
  document: vscode.TextDocument,
  line: number,
  command = 'keepalive.send',
): Promise<Exchange | null> {
  const reference = { uri: document.uri.toString(), line };
  return vscode.commands.executeCommand<Exchange | null>(command, reference);
}

/** The text written after a line; null without one. */
export async function annotation(
  document: vscode.TextDocument,
  line: number,
): Promise<string | null> {
  const all = (await api()).annotations(document);
  return all.find((placed) => placed.line === line)?.annotation.text ?? null;
}

/** The titles of the lenses above a line, icons left out. */
export async function lenses(
  document: vscode.TextDocument,
  line: number,
): Promise<readonly string[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    1000,
  );
  const here = all.filter((lens) => lens.range.start.line === line);
  return here.map((lens) => (lens.command?.title ?? '').replace(/^\$\([^)]*\) /, ''));
}

/** The Markdown of the hover at a place. */
export async function hover(
  document: vscode.TextDocument,
  line: number,
  column = 0,
): Promise<string> {
  const all = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, column),
  );
  const parts = all.flatMap((each) => each.contents);
  return parts
    .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''))
    .join('\n\n');
}

/** Types over a range of a document, as an edit of the workspace. */
export async function edit(
  document: vscode.TextDocument,
  range: vscode.Range,
  text: string,
): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, range, text);
  assert.equal(await vscode.workspace.applyEdit(change), true);
}

export function insertAt(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  return edit(document, new vscode.Range(line, 0, line, 0), text);
}

/** Waits for something that comes by itself; the test's own limit ends a wait in vain. */
export async function until<T>(probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Closes what tests have opened, without a question about unsaved text. */
export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('keepalive.closeConnections');
  while (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** A file of the workspace under test, in an editor that has the focus. */
export async function openFile(path: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** Where a text stands for the `nth` time, from 0: the place of its first character. */
export function placeOf(document: vscode.TextDocument, text: string, nth = 0): vscode.Position {
  let offset = document.getText().indexOf(text);
  for (let index = 0; index < nth; index++) {
    offset = document.getText().indexOf(text, offset + 1);
  }
  assert.ok(offset >= 0, `${text} is in the document`);
  return document.positionAt(offset);
}

/** Every one of our problems in a document, once a check has said what `isExpected` waits for. */
export function problems(
  document: vscode.TextDocument,
  isExpected: (codes: readonly string[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return until(() => {
    const all = vscode.languages.getDiagnostics(document.uri);
    // Ours are words.
    return isExpected(all.map(({ code }) => code as string)) ? all : null;
  });
}
