/** The settings, read and checked. Their defaults are written in the manifest; a value of the wrong kind falls back to the client's own. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { defaultSettings, type ClientSettings } from '../client/settings.ts';
import { isPhase, noPhaseTimeouts, type PhaseTimeouts } from '../request/phases.ts';
import { defaultHeaders } from './defaultHeaders.ts';
import { affectsImported, readImportedSettings } from './importedSettings.ts';
import type { Output } from './output.ts';
import { affectsProxy, proxySettings } from './proxy.ts';
import { isAmount, isCount, isFlag, isObject } from './settingKinds.ts';
import { createSettingsProblems } from './settingsProblems.ts';
import { section, settingsReader, type SettingsReader } from './settingsReader.ts';
import { tlsSettings } from './tlsSettings.ts';

export type Settings = {
  /** Fires when a setting of ours has another value, or a file that one names another content. */
  readonly onDidChange: vscode.Event<void>;
  read(): ClientSettings;
  scope(): PoolScope;
  hintsEnabled(): boolean;
  /** How many requests of a file are sent at a time when all of them are. */
  parallel(): number;
  cookies(): CookieKeeping;
  dispose(): void;
};

/** Whose connections a request may reuse. */
export type PoolScope = 'workspace' | 'folder' | 'file' | 'request';

/** Where the cookies that servers set are kept; `off` keeps and sends none. */
export type CookieKeeping = 'secretStorage' | 'memory' | 'off';

/** `bodyFolder`: where long bodies go. */
export function createSettings(output: Output, bodyFolder: string): Settings {
  const changed = new vscode.EventEmitter<void>();
  const tell = createSettingsProblems(output);
  const watched = watchFiles(() => {
    changed.fire();
  });
  let scope: PoolScope | null = null;
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      scope = null;
      if (event.affectsConfiguration(section) || affectsProxy(event) || affectsImported(event))
        changed.fire();
    }),
    // The proxies of the process and certificates of other clients count only where one is trusted.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      scope = null;
      changed.fire();
    }),
  );
  return {
    onDidChange: changed.event,
    read() {
      const reader = settingsReader();
      const { files, ...tls } = tlsSettings(reader);
      reader.valid('run.parallel', isParallel, parallelWanted());
      const settings = { ...clientSettings(reader), ...tls, proxy: proxySettings(), bodyFolder };
      scopeOf(reader);
      watched.watch(files);
      tell(reader.problems);
      return settings;
    },
    scope: () => (scope ??= scopeOf(settingsReader())),
    parallel: () => settingsReader().valid('run.parallel', isParallel, parallelWanted()) ?? 1,
    cookies: () => cookieKeeping(settingsReader()),
    hintsEnabled: () => vscode.workspace.getConfiguration(section).get('hints.enabled') !== false,
    dispose() {
      vscode.Disposable.from(listeners, watched, changed).dispose();
    },
  };
}

function clientSettings(reader: SettingsReader): ClientSettings {
  const milliseconds = (name: string): number | null => {
    const seconds = reader.valid(name, isAmount, vscode.l10n.t('a number of seconds, 0 or more'));
    return seconds === null ? null : Math.round(seconds * 1000);
  };
  const count = (name: string): number | null =>
    reader.valid(name, isCount, vscode.l10n.t('a whole number, 0 or more'));
  /** What REST Client was told, where ours was not. */
  const orImported = (name: string, imported: number | null): number | null =>
    reader.isSet(name) || imported === null ? milliseconds(name) : imported;
  /** What was set here, else what REST Client was told. */
  const flag = (name: string, imported: boolean | null): boolean =>
    reader.isSet(name) || imported === null
      ? (reader.valid(name, isFlag, vscode.l10n.t('true or false')) ?? true)
      : imported;
  const megabytes = count('response.largeBodyMegabytes');
  const { timeoutMs, followRedirects } = readImportedSettings();
  const { leftOut } = defaultHeaders(reader);
  const d = defaultSettings;
  return {
    ...d,
    maxIdleConnections: count('pool.maxIdleConnections') ?? d.maxIdleConnections,
    maxIdleMs: milliseconds('pool.maxIdleSeconds') ?? d.maxIdleMs,
    maxLifetimeMs: milliseconds('pool.maxLifetimeSeconds') ?? d.maxLifetimeMs,
    maxConnectionsPerHost: count('pool.maxConnectionsPerHost') ?? d.maxConnectionsPerHost,
    maxConnections: count('pool.maxConnections') ?? d.maxConnections,
    maxConcurrentStreams: count('pool.maxConcurrentStreams') ?? d.maxConcurrentStreams,
    retryStale: reader.word('pool.retryStale', ['idempotent', 'all', 'never']) ?? d.retryStale,
    connectTimeoutMs: milliseconds('request.connectTimeoutSeconds') ?? d.connectTimeoutMs,
    firstByteTimeoutMs: milliseconds('request.firstByteTimeoutSeconds') ?? d.firstByteTimeoutMs,
    phaseTimeoutsMs: phaseTimeouts(reader),
    timeoutMs: orImported('request.timeoutSeconds', timeoutMs) ?? d.timeoutMs,
    followRedirects: flag('request.followRedirects', followRedirects),
    maxRedirects: count('request.maxRedirects') ?? d.maxRedirects,
    defaultHeaders: d.defaultHeaders.filter(([name]) => !leftOut.has(name.toLowerCase())),
    maxBodyBytes: megabytes === null ? d.maxBodyBytes : megabytes * 1024 * 1024,
  };
}

/** By the name of the phase, as the file has it. */
function phaseTimeouts(reader: SettingsReader): PhaseTimeouts {
  const wanted = vscode.l10n.t('seconds by phase, such as {0}', '{ "wait": 5 }');
  const seconds = reader.valid('request.phaseTimeoutSeconds', isByPhase, wanted);
  const entries = Object.entries(seconds ?? {});
  if (entries.length === 0) return noPhaseTimeouts;
  return Object.fromEntries(entries.map(([phase, each]) => [phase, Math.round(each * 1000)]));
}

function isByPhase(value: unknown): value is PhaseTimeouts {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, each]) => isPhase(name) && isAmount(each));
}

function cookieKeeping(reader: SettingsReader): CookieKeeping {
  const { keepsCookies } = readImportedSettings();
  if (!reader.isSet('cookies.keep') && keepsCookies === false) return 'off';
  return reader.word('cookies.keep', ['secretStorage', 'memory', 'off']) ?? 'secretStorage';
}

function scopeOf(reader: SettingsReader): PoolScope {
  return reader.word('pool.scope', ['workspace', 'folder', 'file', 'request']) ?? 'workspace';
}

type Watched = { watch(paths: readonly string[]): void; dispose(): void };

/** A renewed certificate counts without a restart. */
function watchFiles(changed: () => void): Watched {
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

function isParallel(value: unknown): value is number {
  return isCount(value) && value > 0;
}

function parallelWanted(): string {
  return vscode.l10n.t('a whole number, 1 or more');
}
