/** A document in Markdown, as a page to read. */
import * as vscode from 'vscode';

/** Brings `markdown.showPreview`; it starts when that is called, so that it need not run yet. */
const previewer = 'vscode.markdown-language-features';
const preview = 'vscode.markdown.preview.editor';

/** Beside the first column, else in the place of what is in front: a third column has room for neither. */
export async function showMarkdown(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const isFirst = vscode.window.tabGroups.activeTabGroup.viewColumn === vscode.ViewColumn.One;
  if (vscode.extensions.getExtension(previewer) !== undefined) {
    if (isFirst) await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    // Its own command covers the first column where a picture is in front.
    else await vscode.commands.executeCommand('vscode.openWith', uri, preview);
    return;
  }
  // An editor without its Markdown extension shows the text.
  const { Active, Beside } = vscode.ViewColumn;
  await vscode.window.showTextDocument(document, isFirst ? Beside : Active);
}
