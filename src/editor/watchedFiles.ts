/** The files that settings name, watched: a renewed certificate counts without a restart. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

export type WatchedFiles = {
  /** These from now on, and no others. */
  watch(paths: readonly string[]): void;
  dispose(): void;
};

/** `changed` is told when one of them is there or has another content. */
export function watchFiles(changed: () => void): WatchedFiles {
  let watching = '';
  let watchers: readonly vscode.Disposable[] = [];
  const dispose = (): void => {
    for (const watcher of watchers) watcher.dispose();
  };
  return {
    dispose,
    watch(paths) {
      const wanted = JSON.stringify(paths);
      if (wanted === watching) return;
      dispose();
      watching = wanted;
      watchers = paths.flatMap((path) => {
        const folder = vscode.Uri.file(dirname(path));
        const pattern = new vscode.RelativePattern(folder, basename(path));
        const watcher = vscode.workspace.createFileSystemWatcher(pattern);
        return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed)];
      });
    },
  };
}
