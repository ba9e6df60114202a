/** A document in Markdown, as a page to read. */
import * as vscode from 'vscode';

/** Brings `markdown.showPreview`; it starts when that is called, so that it need not run yet. */
const previewer = 'vscode.markdown-language-features';

/** Beside the first column, else in the place of what is in front: a third column has room for neither. */
export async function showMarkdown(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const isFirst = vscode.window.tabGroups.activeTabGroup.viewColumn === vscode.ViewColumn.One;
  if (vscode.extensions.getExtension(previewer) !== undefined) {
    const command = isFirst ? 'markdown.showPreviewToSide' : 'markdown.showPreview';
    await vscode.commands.executeCommand(command, uri);
    return;
  }
  // An editor without its Markdown extension shows the text.
  const { Active, Beside } = vscode.ViewColumn;
  await vscode.window.showTextDocument(document, isFirst ? Beside : Active);
}
