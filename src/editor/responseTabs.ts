/** Where responses stand, and which are open. */
import * as vscode from 'vscode';
import { responseScheme } from './responseUri.ts';
import type { ViewSettings } from './viewSettings.ts';

const beside: number = vscode.ViewColumn.Beside;

export type ResponsePlace = {
  /** A `vscode.ViewColumn`, by its number where that column is there. */
  readonly viewColumn: number;
  readonly preview: true;
  readonly preserveFocus: boolean;
};

/** Where a response is to stand, by the settings of its request; where one has the focus already, in its place. */
export function placeOfResponse({ column, takesFocus }: ViewSettings): ResponsePlace {
  const inPlace = vscode.window.activeTextEditor?.document.uri.scheme === responseScheme;
  const here = activeColumn();
  return {
    viewColumn: inPlace || column === 'active' ? here : nextTo(here),
    preview: true,
    preserveFocus: !inPlace && !takesFocus,
  };
}

/** The same for one that comes later: whoever goes to another column meanwhile does not take the place along. */
export function placeFromHere(settings: () => ViewSettings): () => ResponsePlace {
  const from = activeColumn();
  const then = placeOfResponse(settings());
  return () => {
    const here = activeColumn();
    if (here === from) return placeOfResponse(settings());
    const viewColumn = then.viewColumn === beside ? from + 1 : then.viewColumn;
    // What had the focus in that column is covered by it, and then nothing would have it.
    const preserveFocus = viewColumn !== here && !settings().takesFocus;
    return { ...then, viewColumn, preserveFocus };
  };
}

export function tabOf(uri: vscode.Uri): vscode.Tab | null {
  const isIt = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return tabs().find(isIt) ?? null;
}

/** The numbers of the responses that stand in a tab, those of a comparison included. */
export function openResponses(): ReadonlySet<string> {
  const uris = tabs().flatMap((tab) => urisIn(tab));
  const responses = uris.filter(({ scheme }) => scheme === responseScheme);
  return new Set(responses.map(({ authority }) => authority));
}

/**
 * Closes a response that another one has taken the place of. Where tabs are previews VS Code does it,
 * and one that stays was kept by the person; elsewhere it is kept by pinning it.
 */
export async function closeReplaced(number: string): Promise<void> {
  const isReplaced = ({ input, isPinned }: vscode.Tab): boolean =>
    !isPinned &&
    input instanceof vscode.TabInputText &&
    input.uri.scheme === responseScheme &&
    input.uri.authority === number;
  const replaced = tabs().filter(isReplaced);
  if (replaced.length === 0) return;
  const settings = vscode.workspace.getConfiguration('workbench.editor');
  if (settings.get('enablePreview') !== false) return;
  await vscode.window.tabGroups.close(replaced, true);
}

/**
 * VS Code finds out what `Active` and `Beside` mean when it comes to open the document, and the focus
 * may be in another column by then: a response would cover the request, or open a third column.
 */
function nextTo(column: number): number {
  return column < vscode.window.tabGroups.all.length ? column + 1 : beside;
}

function activeColumn(): number {
  return vscode.window.tabGroups.activeTabGroup.viewColumn;
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function urisIn({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  return [];
}
