/**
 * The settings, read: the only `getConfiguration` call. Their defaults are written in the manifest;
 * a value of the wrong kind falls back to the client's own, with a line in the log.
 */
import * as vscode from 'vscode';
import { defaultSettings } from '../client/settings.ts';
import type { ClientSettings, RetryStale } from '../client/settings.ts';
import { affectsProxy, proxySettings } from './proxy.ts';
import { affectsImported, readImportedSettings } from './importedSettings.ts';
import type { Output } from './output.ts';

export type Settings = {
  /** Fires when a setting of ours has another value. */
  readonly onDidChange: vscode.Event<void>;
  read(): ClientSettings;
  scope(): PoolScope;
  hintsEnabled(): boolean;
  dispose(): void;
};

/** Whose connections a request may reuse. */
export type PoolScope = 'workspace' | 'folder' | 'file' | 'request';

const section = 'keepalive';

export function createSettings(output: Output): Settings {
  const changed = new vscode.EventEmitter<void>();
  const listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section) || affectsProxy(event) || affectsImported(event))
      changed.fire();
  });
  return {
    onDidChange: changed.event,
    read: () => clientSettings(vscode.workspace.getConfiguration(section), output),
    scope: () => {
      const scope: unknown = vscode.workspace.getConfiguration(section).get('pool.scope');
      return isScope(scope) ? scope : 'workspace';
    },
    hintsEnabled: () => vscode.workspace.getConfiguration(section).get('hints.enabled') !== false,
    dispose() {
      vscode.Disposable.from(listener, changed).dispose();
    },
  };
}

function clientSettings(
  configuration: vscode.WorkspaceConfiguration,
  output: Output,
): ClientSettings {
  /** The value as it is set, or null, with a line in the log, when it is none. */
  function valid<T>(name: string, isValid: (value: unknown) => value is T): T | null {
    const value = configuration.get(name);
    if (isValid(value)) return value;
    output.warn(`${section}.${name} can't be ${JSON.stringify(value)}; its default is used`);
    return null;
  }
  const milliseconds = (name: string): number | null => {
    const seconds = valid(name, isAmount);
    return seconds === null ? null : Math.round(seconds * 1000);
  };
  /** What REST Client was told, where ours was not. */
  const orImported = (name: string, imported: number | null): number | null => {
    const ours = configuration.inspect(name);
    const isSet = (ours?.workspaceFolderValue ?? ours?.workspaceValue ?? ours?.globalValue) != null;
    return isSet || imported === null ? milliseconds(name) : imported;
  };
  const { timeoutMs } = readImportedSettings();
  const d = defaultSettings;
  return {
    ...d,
    maxIdleConnections: valid('pool.maxIdleConnections', isCount) ?? d.maxIdleConnections,
    maxIdleMs: milliseconds('pool.maxIdleSeconds') ?? d.maxIdleMs,
    maxLifetimeMs: milliseconds('pool.maxLifetimeSeconds') ?? d.maxLifetimeMs,
    maxConnectionsPerHost: valid('pool.maxConnectionsPerHost', isCount) ?? d.maxConnectionsPerHost,
    maxConnections: valid('pool.maxConnections', isCount) ?? d.maxConnections,
    maxConcurrentStreams: valid('pool.maxConcurrentStreams', isCount) ?? d.maxConcurrentStreams,
    proxy: proxySettings(),
    retryStale: valid('pool.retryStale', isRetryStale) ?? d.retryStale,
    connectTimeoutMs: milliseconds('request.connectTimeoutSeconds') ?? d.connectTimeoutMs,
    firstByteTimeoutMs: milliseconds('request.firstByteTimeoutSeconds') ?? d.firstByteTimeoutMs,
    timeoutMs: orImported('request.timeoutSeconds', timeoutMs) ?? d.timeoutMs,
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): value is number {
  return isAmount(value) && Number.isInteger(value);
}

function isScope(value: unknown): value is PoolScope {
  return ['workspace', 'folder', 'file', 'request'].includes(value as string);
}

function isRetryStale(value: unknown): value is RetryStale {
  return value === 'idempotent' || value === 'all' || value === 'never';
}
