/** The settings `keepalive.tls.*`, with the files they name read. */
import * as vscode from 'vscode';
import { parsePinnedKeys } from '../client/pinnedKeys.ts';
import type { ClientSettings } from '../client/settings.ts';
import { hostKey } from '../client/settingsHost.ts';
import type { ClientCertificate, TlsVersion } from '../transport/connection.ts';
import { importedCertificates } from './importedSettings.ts';
import { isObject, isOneOf, isText, isTexts } from './settingKinds.ts';
import { readSettingsFile } from './settingsFile.ts';
import type { SettingsReader } from './settingsReader.ts';

export type TlsSettings = Pick<
  ClientSettings,
  | 'extraCa'
  | 'insecureHosts'
  | 'minTlsVersion'
  | 'maxTlsVersion'
  | 'ciphers'
  | 'curves'
  | 'clientCertificates'
  | 'pinnedKeys'
> & {
  /** The files that were read or looked for. */
  readonly files: readonly string[];
};

export function tlsSettings(reader: SettingsReader): TlsSettings {
  const files: string[] = [];
  const read = (name: string, path: string): Buffer | null => {
    const file = readSettingsFile(path);
    files.push(file.path);
    if (file.content === null) {
      reader.report(
        name,
        vscode.l10n.t('{0}: {1} can not be read, for {2}', qualified(name), file.path, file.why),
      );
    }
    return file.content;
  };
  const hosts = reader.valid('tls.insecureHosts', isTexts, vscode.l10n.t('a list of hosts')) ?? [];
  const version = (name: string): TlsVersion | null => {
    const value = reader.valid(name, isOneOf(['', ...versions]), versions.join(', '));
    return value === '' ? null : value;
  };
  const text = (name: string): string | null =>
    reader.valid(name, isText, vscode.l10n.t('a text')) || null;
  return {
    extraCa: authorities(reader, read),
    insecureHosts: hosts.map((host) => hostKey(host) ?? host),
    minTlsVersion: version('tls.minVersion'),
    maxTlsVersion: version('tls.maxVersion'),
    ciphers: text('tls.ciphers'),
    curves: text('tls.curves'),
    clientCertificates: certificates(reader, read),
    pinnedKeys: pinnedKeys(reader),
    files,
  };
}

/** As they are written for a host. */
type Files = Readonly<Record<string, unknown>>;

type ReadFile = (name: string, path: string) => Buffer | null;

function authorities(reader: SettingsReader, read: ReadFile): readonly string[] {
  const paths = reader.valid('tls.ca', isTexts, vscode.l10n.t('a list of files')) ?? [];
  return paths.flatMap((path) => {
    const pem = read('tls.ca', path)?.toString('latin1');
    if (pem === undefined) return [];
    if (pem.includes('-----BEGIN ')) return [pem];
    reader.report(
      'tls.ca',
      vscode.l10n.t('{0}: {1} holds no certificate in PEM', qualified('tls.ca'), path),
    );
    return [];
  });
}

/** Ours where they are set, else those of the clients people come from. */
function certificates(
  reader: SettingsReader,
  read: ReadFile,
): ClientSettings['clientCertificates'] {
  const name = 'tls.certificates';
  const imported = reader.isSet(name) ? null : importedCertificates();
  const source = imported?.name ?? name;
  const value =
    imported?.value ?? reader.valid(name, isObject, vscode.l10n.t('an object of hosts')) ?? {};
  const found: Record<string, ClientCertificate> = {};
  for (const [host, files] of Object.entries(value)) {
    const certificate = isObject(files) ? certificateOf(source, files, read) : null;
    if (certificate !== null) found[hostKey(host) ?? host] = certificate;
    else if (!isObject(files) || !('cert' in files || 'pfx' in files)) {
      reader.report(
        source,
        vscode.l10n.t('{0}: {1} needs "cert" and "key", or "pfx"', qualified(source), host),
      );
    }
  }
  return found;
}

/** Null when one of its files can't be read, which was reported, or when it has none. */
function certificateOf(name: string, files: Files, read: ReadFile): ClientCertificate | null {
  const { cert, key, pfx, passphrase } = files;
  const contents = [cert, key, pfx].map((path) =>
    typeof path === 'string' && path !== '' ? read(name, path) : undefined,
  );
  const [certFile, keyFile, pfxFile] = contents;
  if (contents.includes(null) || (certFile === undefined && pfxFile === undefined)) return null;
  return {
    ...(certFile ? { cert: certFile.toString('latin1') } : {}),
    ...(keyFile ? { key: keyFile.toString('latin1') } : {}),
    ...(pfxFile ? { pfx: pfxFile } : {}),
    ...(typeof passphrase === 'string' && passphrase !== '' ? { passphrase } : {}),
  };
}

function pinnedKeys(reader: SettingsReader): ClientSettings['pinnedKeys'] {
  const name = 'tls.pinnedKeys';
  const value = reader.valid(name, isObject, vscode.l10n.t('an object of hosts')) ?? {};
  const found: Record<string, readonly string[]> = {};
  for (const [host, text] of Object.entries(value)) {
    const keys = isText(text) ? parsePinnedKeys(text) : null;
    const key = hostKey(host);
    if (key === null) {
      reader.report(name, vscode.l10n.t('{0}: {1} is no host', qualified(name), host));
      continue;
    }
    // Whom somebody wants to hold to a key gets nothing before that can be done.
    found[key] = keys ?? [];
    if (keys !== null) continue;
    const wanted = 'sha256//BASE64';
    reader.report(
      name,
      vscode.l10n.t('{0}: {1} needs {2}, several joined with ";"', qualified(name), host, wanted),
    );
  }
  return found;
}

function qualified(name: string): string {
  return name.includes('-') ? name : `keepalive.${name}`;
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
