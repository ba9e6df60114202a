/** The settings, read and checked. Their defaults are written in the manifest; a value of the wrong kind falls back to the client's own. */
import * as vscode from 'vscode';
import type { ClientSettings } from '../client/settings.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { clientSettings } from './clientSettings.ts';
import { defaultHeaders } from './defaultHeaders.ts';
import {
  affectsImported,
  readImportedSettings,
  type ImportedSettings,
} from './importedSettings.ts';
import type { Output } from './output.ts';
import { affectsProxy, networkSettings } from './proxy.ts';
import { createSettingsMemory } from './settingsMemory.ts';
import { createSettingsProblems } from './settingsProblems.ts';
import { section, settingsReader } from './settingsReader.ts';
import { sourceUri } from './sourceUri.ts';
import { tlsSettings } from './tlsSettings.ts';
import {
  readAnnotationSettings,
  readHistoryLimit,
  readViewSettings,
  type AnnotationSettings,
  type ViewSettings,
} from './viewSettings.ts';
import { watchFiles } from './watchedFiles.ts';
import { windowSettings, type CookieKeeping, type PoolScope } from './windowSettings.ts';

/** All but `read` may be asked at each send: the answer is kept until the settings may say something else. */
export type Settings = {
  /** Fires when a setting of ours has another value, or a file that one names another content. */
  readonly onDidChange: vscode.Event<void>;
  /** What a client is made with, read anew, the files it names too; whatever is wrong is told. */
  read(): ClientSettings;
  scope(): PoolScope;
  /** How many requests of a file are sent at a time when all of them are. */
  parallel(): number;
  cookies(): CookieKeeping;
  hintsEnabled(): boolean;
  /** For requests that do not have them. */
  defaultHeaders(): readonly HeaderField[];
  /** `file`: where the request stands whose response is shown, as its exchange names it. */
  view(file: string): ViewSettings;
  annotations(document: vscode.Uri): AnnotationSettings;
  /** How many exchanges the history keeps; 0 is none. */
  historyLimit(): number;
  /** Those of other clients, for a document where one is given. */
  imported(document?: vscode.Uri): ImportedSettings;
  dispose(): void;
};

/** `bodyFolder`: where long bodies go. */
export function createSettings(output: Output, bodyFolder: string): Settings {
  const { keep, dispose: forget } = createSettingsMemory();
  const changed = new vscode.EventEmitter<void>();
  const fire = (): void => {
    changed.fire();
  };
  const watched = watchFiles(fire);
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section) || affectsProxy(event) || affectsImported(event))
        fire();
    }),
    // The proxies of the process and certificates of other clients count only where one is trusted.
    vscode.workspace.onDidGrantWorkspaceTrust(fire),
  );
  const tell = createSettingsProblems(output);
  const imported = keep(readImportedSettings);
  const ofWindow = keep(() => {
    const reader = settingsReader();
    return { settings: windowSettings(reader, imported()), problems: reader.problems };
  });
  const view = keep((resource: vscode.Uri) => readViewSettings(resource, imported(resource)));
  return {
    onDidChange: changed.event,
    read() {
      const reader = settingsReader();
      const { files, ...tls } = tlsSettings(reader);
      const ours = { ...clientSettings(reader, imported()), ...tls };
      watched.watch(files);
      tell([...reader.problems, ...ofWindow().problems]);
      return { ...ours, ...networkSettings(), bodyFolder };
    },
    scope: () => ofWindow().settings.scope,
    parallel: () => ofWindow().settings.parallel,
    cookies: () => ofWindow().settings.cookies,
    hintsEnabled: keep(
      () => vscode.workspace.getConfiguration(section).get('hints.enabled') !== false,
    ),
    defaultHeaders: keep(() => defaultHeaders(settingsReader(), imported()).fields),
    view: (file) => view(sourceUri(file)),
    annotations: keep(readAnnotationSettings),
    historyLimit: keep(readHistoryLimit),
    imported,
    dispose() {
      forget();
      vscode.Disposable.from(listeners, watched, changed).dispose();
    },
  };
}
