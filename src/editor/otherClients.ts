/** Other extensions for the same files have their own `Ctrl+Alt+R`: where one is, the key is theirs. */
import * as vscode from 'vscode';

const otherClients = ['humao.rest-client', 'anweber.vscode-httpyac'];

export function registerOtherClients(): vscode.Disposable {
  function tell(): void {
    const isInstalled = otherClients.some((id) => vscode.extensions.getExtension(id) !== undefined);
    const key = 'keepalive.otherClientInstalled';
    void vscode.commands.executeCommand('setContext', key, isInstalled);
  }
  tell();
  return vscode.extensions.onDidChange(tell);
}
