/** The setting `keepalive.request.defaultHeaders`; where it is not set, that of REST Client or httpYac. */
import * as vscode from 'vscode';
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { ImportedSettings } from './importedSettings.ts';
import { isObject } from './settingKinds.ts';
import { headerName } from './settingValue.ts';
import { section, type SettingsReader } from './settingsReader.ts';

export type DefaultHeaders = {
  /** For requests that do not have them. */
  readonly fields: readonly HeaderField[];
  /** Names, in lower case, of what would be sent by itself and is not to be. */
  readonly leftOut: ReadonlySet<string>;
};

const name = 'request.defaultHeaders';

export function defaultHeaders(reader: SettingsReader, imported: ImportedSettings): DefaultHeaders {
  if (!reader.isSet(name)) return { fields: imported.defaultHeaders, leftOut: new Set() };
  const wanted = vscode.l10n.t('an object of headers, such as {0}', '{ "X-Team": "a" }');
  const all = Object.entries(reader.valid(name, isObject, wanted) ?? {});
  const entries = all.filter((entry): entry is [string, string | null] => isHeader(entry));
  for (const [key, value] of all) {
    if (isHeader([key, value])) continue;
    // What it has for a value may be a credential, and so may what follows on the name.
    const message = vscode.l10n.t(
      '{0}: {1} is not sent. Write the name of a header, and a text of one line or null as its value',
      `${section}.${name}`,
      headerName(key),
    );
    reader.report(name, message);
  }
  return {
    fields: entries.flatMap(([key, value]): readonly HeaderField[] =>
      value === null ? [] : [[key, value]],
    ),
    leftOut: new Set(
      entries.flatMap(([key, value]) => (value === null ? [key.toLowerCase()] : [])),
    ),
  };
}

export function affectsDefaultHeaders(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${section}.${name}`);
}

/** Names are tokens and values Latin-1 (RFC 9110, sections 5.1 and 5.5), but for what a reference stands for. */
function isHeader([key, text]: [string, unknown]): boolean {
  if (headerName(key) !== key) return false;
  return text === null || (typeof text === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(text));
}
