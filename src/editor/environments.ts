/**
 * What is around each document: the environment that was chosen, its files, the process. Asked at
 * once by whatever shows a document, so it is read ahead and told anew when it has changed.
 */
import * as vscode from 'vscode';
import { environmentFileGlobs } from '../request/environmentFiles.ts';
import { areAlike, nothingRead, readAround, type Around, type Reading } from './around.ts';
import { affectsDefaultHeaders } from './defaultHeaders.ts';
import { rootOf } from './documentFiles.ts';
import { affectsImported } from './importedSettings.ts';
import { createNewest, type Newest } from './newest.ts';
import type { Settings } from './settings.ts';

export type Environments = {
  /** Fires when what is around some document is not what it was. */
  readonly onDidChange: vscode.Event<void>;
  /** The same object until it changes; empty until it has been read for the first time. */
  of(document: vscode.TextDocument): Around;
  /** Resolves when what `of` says is as new as the files. */
  load(document: vscode.TextDocument): Promise<void>;
  /** The name of the environment; null where only what is shared counts. */
  chosen(): string | null;
  /** Resolves when everything has been read anew. */
  choose(name: string | null): Promise<void>;
  dispose(): void;
};

type Entry = {
  reading: Reading;
  readonly newest: Newest;
};

const chosenKey = 'keepalive.environment';

export function createEnvironments(
  workspaceState: vscode.Memento,
  settings: Settings,
): Environments {
  const changed = new vscode.EventEmitter<void>();
  /** By folder: what is around a document is around its neighbours as well. */
  const entries = new Map<string, Entry>();
  const problems = vscode.languages.createDiagnosticCollection('keepalive-environments');

  function chosen(): string | null {
    // `undefined` was never chosen, `null` is the choice of none.
    const known = workspaceState.get<string | null>(chosenKey);
    return known === undefined ? settings.imported().environment : known;
  }

  function entryOf(uri: vscode.Uri): Entry {
    const key = vscode.Uri.joinPath(uri, '..').toString();
    const known = entries.get(key);
    if (known !== undefined) return known;
    const take = (reading: Reading): void => {
      // Most readings only make sure: were it another object, everything would be found out anew.
      if (areAlike(reading, entry.reading)) return;
      entry.reading = reading;
      showProblems(problems, entries.values());
      changed.fire();
    };
    const newest = createNewest(() => readAround(uri, chosen(), settings), take);
    const entry: Entry = { reading: nothingRead(), newest };
    entries.set(key, entry);
    return entry;
  }

  function refresh(): void {
    for (const { newest } of entries.values()) newest.again();
  }

  const watcher = vscode.workspace.createFileSystemWatcher(
    `**/{${environmentFileGlobs.join(',')}}`,
  );
  const listeners = vscode.Disposable.from(
    watcher,
    // A watcher tells late, and whoever has saved a file sends at once.
    vscode.workspace.onDidSaveTextDocument(({ fileName }) => {
      if (/[\\/](?:http-client\.[^\\/]*|\.env[^\\/]*)$/.test(fileName)) refresh();
    }),
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidChangeWorkspaceFolders(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsImported(event) || affectsDefaultHeaders(event)) refresh();
    }),
    problems,
    changed,
  );
  return {
    onDidChange: changed.event,
    of: ({ uri }) => entryOf(uri).reading.around,
    async load({ uri }) {
      const { newest } = entryOf(uri);
      // Outside of workspace folders nobody watches.
      if (rootOf(uri) === null) newest.again();
      await newest.settled();
    },
    chosen,
    async choose(name) {
      await workspaceState.update(chosenKey, name);
      refresh();
      await Promise.all([...entries.values()].map(({ newest }) => newest.settled()));
    },
    dispose: () => {
      listeners.dispose();
    },
  };
}

/** Of every file once, whoever has read it. */
function showProblems(collection: vscode.DiagnosticCollection, entries: Iterable<Entry>): void {
  const byFile = new Map<string, Map<string, vscode.Diagnostic>>();
  for (const { reading } of entries) {
    for (const { file, line, column, message } of reading.around.environment.problems) {
      const range = new vscode.Range(line, column, line, column + 1);
      const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'keepalive';
      diagnostic.code = 'environment-file';
      const ofFile = byFile.get(file) ?? new Map<string, vscode.Diagnostic>();
      byFile.set(file, ofFile.set(`${line}:${column}`, diagnostic));
    }
  }
  collection.clear();
  for (const [file, found] of byFile)
    collection.set(vscode.Uri.parse(file, true), [...found.values()]);
}
