/** Those of our settings that the window itself goes by, at each send: the client is made without them. */
import * as vscode from 'vscode';
import type { ImportedSettings } from './importedSettings.ts';
import { isCount } from './settingKinds.ts';
import type { SettingsReader } from './settingsReader.ts';

export type WindowSettings = {
  readonly scope: PoolScope;
  readonly parallel: number;
  readonly cookies: CookieKeeping;
};

/** Whose connections a request may reuse. */
export type PoolScope = 'workspace' | 'folder' | 'file' | 'request';

/** Where the cookies that servers set are kept; `off` keeps and sends none. */
export type CookieKeeping = 'secretStorage' | 'memory' | 'off';

export function windowSettings(reader: SettingsReader, imported: ImportedSettings): WindowSettings {
  const parallelWanted = vscode.l10n.t('a whole number, 1 or more');
  return {
    scope: reader.word('pool.scope', ['workspace', 'folder', 'file', 'request']) ?? 'workspace',
    parallel: reader.valid('run.parallel', isParallel, parallelWanted) ?? 1,
    cookies: cookieKeeping(reader, imported),
  };
}

function isParallel(value: unknown): value is number {
  return isCount(value) && value > 0;
}

/** What was set here, else what REST Client was told. */
function cookieKeeping(reader: SettingsReader, { keepsCookies }: ImportedSettings): CookieKeeping {
  if (!reader.isSet('cookies.keep') && keepsCookies === false) return 'off';
  return reader.word('cookies.keep', ['secretStorage', 'memory', 'off']) ?? 'secretStorage';
}
