/** Writes to the place that a person has chosen, which may turn out not to be one to write to. */
import * as vscode from 'vscode';

/** Says so, with the way out, where it could not be written; whether it was. */
export async function writeChosen(uri: vscode.Uri, write: () => Thenable<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = vscode.l10n.t(
      '{0} could not be written: {1}. Choose another place',
      uri.fsPath,
      why,
    );
    void vscode.window.showErrorMessage(text);
    return false;
  }
}
