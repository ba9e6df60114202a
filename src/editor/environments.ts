/**
 * What is around each document: the environment that was chosen, its files, the process. Asked at
 * once by whatever shows a document, so it is read ahead and told anew when it has changed.
 */
import * as vscode from 'vscode';
import { noEnvironment, type Environment } from '../request/environment.ts';
import { environmentFileGlobs, loadEnvironment } from '../request/environmentFiles.ts';
import { noFiles } from '../request/fileAccess.ts';
import type { Surroundings } from '../request/scope.ts';
import { affectsDefaultHeaders, defaultHeaders } from './defaultHeaders.ts';
import { documentFiles, rootOf } from './documentFiles.ts';
import { affectsImported, readImportedSettings } from './importedSettings.ts';
import { createNewest, type Newest } from './newest.ts';

export type Around = Partial<Surroundings> & {
  readonly environment: Environment;
  /** False until the files have been read for the first time: what they define looks undefined till then. */
  readonly isRead: boolean;
};

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
  around: Around;
  readonly reading: Newest;
};

const chosenKey = 'keepalive.environment';

export function createEnvironments(workspaceState: vscode.Memento): Environments {
  const changed = new vscode.EventEmitter<void>();
  /** By folder: what is around a document is around its neighbours as well. */
  const entries = new Map<string, Entry>();
  const problems = vscode.languages.createDiagnosticCollection('keepalive-environments');

  function chosen(): string | null {
    // `undefined` was never chosen, `null` is the choice of none.
    const known = workspaceState.get<string | null>(chosenKey);
    return known === undefined ? readImportedSettings().environment : known;
  }

  function entryOf(uri: vscode.Uri): Entry {
    const key = vscode.Uri.joinPath(uri, '..').toString();
    const known = entries.get(key);
    if (known !== undefined) return known;
    const take = (around: Around): void => {
      entry.around = around;
      showProblems(problems, entries.values());
      changed.fire();
    };
    const reading = createNewest(() => read(uri, chosen()), take);
    const entry: Entry = { around: nothingYet(), reading };
    entries.set(key, entry);
    return entry;
  }

  function refresh(): void {
    for (const { reading } of entries.values()) reading.again();
    changed.fire();
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
    of: ({ uri }) => entryOf(uri).around,
    async load({ uri }) {
      const { reading } = entryOf(uri);
      // Outside of workspace folders nobody watches.
      if (rootOf(uri) === null) reading.again();
      await reading.settled();
    },
    chosen,
    async choose(name) {
      await workspaceState.update(chosenKey, name);
      refresh();
      await Promise.all([...entries.values()].map(({ reading }) => reading.settled()));
    },
    dispose: () => {
      listeners.dispose();
    },
  };
}

function nothingYet(): Around {
  return { environment: noEnvironment, isRead: false, untrusted: !vscode.workspace.isTrusted };
}

/** In a workspace that is not trusted nothing is read: neither files nor the process. */
async function read(uri: vscode.Uri, chosen: string | null): Promise<Around> {
  const { isTrusted } = vscode.workspace;
  const { environments, formEncoding } = readImportedSettings(uri);
  const files = isTrusted ? documentFiles(uri) : noFiles;
  const root = rootOf(uri);
  return {
    environment: await loadEnvironment(files, chosen === null ? [] : [chosen], environments),
    isRead: true,
    untrusted: !isTrusted,
    processVariable: (name) => (isTrusted ? process.env[name] : undefined),
    projectRoot: root === null ? null : root.scheme === 'file' ? root.fsPath : root.toString(),
    defaultHeaders: defaultHeaders().fields,
    formEncoding,
  };
}

/** Of every file once, whoever has read it. */
function showProblems(collection: vscode.DiagnosticCollection, entries: Iterable<Entry>): void {
  const byFile = new Map<string, Map<string, vscode.Diagnostic>>();
  for (const { around } of entries) {
    for (const { file, line, column, message } of around.environment.problems) {
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
