/**
 * What was read of the settings, kept until it may be something else: VS Code copies its whole
 * configuration for whoever asks, and a send wants to know a dozen of them.
 */
import * as vscode from 'vscode';

export type SettingsMemory = {
  /** Asks `read` once for each workspace folder, and once for all that is in none. */
  keep<Where extends readonly [resource?: vscode.Uri], Value>(
    read: (...where: Where) => Value,
  ): (...where: Where) => Value;
  dispose(): void;
};

/** To be made before whoever listens for the same changes, and reads anew then. */
export function createSettingsMemory(): SettingsMemory {
  const forgets: (() => void)[] = [];
  const forgetAll = (): void => {
    for (const forget of forgets) forget();
  };
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(forgetAll),
    vscode.workspace.onDidChangeWorkspaceFolders(forgetAll),
    // Some settings count only where one is trusted.
    vscode.workspace.onDidGrantWorkspaceTrust(forgetAll),
  );
  return {
    keep<Where extends readonly [resource?: vscode.Uri], Value>(read: (...where: Where) => Value) {
      const known = new Map<string, Value>();
      forgets.push(() => {
        known.clear();
      });
      return (...where: Where) => {
        const key = folderOf(where[0]);
        const value = known.get(key) ?? read(...where);
        known.set(key, value);
        return value;
      };
    },
    dispose() {
      listeners.dispose();
    },
  };
}

/** Empty for what is in none, for which the settings of the whole workspace count. */
function folderOf(resource: vscode.Uri | undefined): string {
  const folder = resource === undefined ? resource : vscode.workspace.getWorkspaceFolder(resource);
  return folder?.uri.toString() ?? '';
}
