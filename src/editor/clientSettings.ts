/** The settings that a client is made with, but for those of TLS and of VS Code's own network. */
import * as vscode from 'vscode';
import { defaultSettings, type ClientSettings } from '../client/settings.ts';
import { isPhase, noPhaseTimeouts, type PhaseTimeouts } from '../request/phases.ts';
import { defaultHeaders } from './defaultHeaders.ts';
import type { ImportedSettings } from './importedSettings.ts';
import { isAmount, isCount, isFlag, isObject } from './settingKinds.ts';
import type { SettingsReader } from './settingsReader.ts';

export function clientSettings(reader: SettingsReader, imported: ImportedSettings): ClientSettings {
  const milliseconds = (name: string): number | null => {
    const seconds = reader.valid(name, isAmount, vscode.l10n.t('a number of seconds, 0 or more'));
    return seconds === null ? null : Math.round(seconds * 1000);
  };
  const count = (name: string): number | null =>
    reader.valid(name, isCount, vscode.l10n.t('a whole number, 0 or more'));
  /** What REST Client was told, where ours was not. */
  const orImported = (name: string, theirs: number | null): number | null =>
    reader.isSet(name) || theirs === null ? milliseconds(name) : theirs;
  /** What was set here, else what REST Client was told. */
  const flag = (name: string, theirs: boolean | null): boolean =>
    reader.isSet(name) || theirs === null
      ? (reader.valid(name, isFlag, vscode.l10n.t('true or false')) ?? true)
      : theirs;
  const megabytes = count('response.largeBodyMegabytes') ?? defaultLargeBodyMegabytes;
  const { leftOut } = defaultHeaders(reader, imported);
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
    timeoutMs: orImported('request.timeoutSeconds', imported.timeoutMs) ?? d.timeoutMs,
    followRedirects: flag('request.followRedirects', imported.followRedirects),
    maxRedirects: count('request.maxRedirects') ?? d.maxRedirects,
    defaultHeaders: d.defaultHeaders.filter(([name]) => !leftOut.has(name.toLowerCase())),
    maxBodyBytes: megabytes * 1024 * 1024,
  };
}

/** That of the manifest: a client that shows nothing keeps more. */
const defaultLargeBodyMegabytes = 20;

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
