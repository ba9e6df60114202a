/**
 * Settings of REST Client and httpYac that are honoured where ours say nothing: whoever comes from
 * there has them already. Only what somebody has set counts, never their defaults.
 */
import * as vscode from 'vscode';
import { responseModes, type ResponseMode } from '../insight/responseText.ts';
import type { SettingsEnvironments } from '../request/environmentFiles.ts';
import type { EnvironmentValue } from '../request/environmentJson.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { FormEncoding } from '../request/scope.ts';
import { valueText } from '../request/valuePath.ts';
import { isAmount, isFlag, isObject, isOneOf, isTexts } from './settingKinds.ts';
import { theirSettings, type TheirSettings, type UsedSetting } from './theirSettings.ts';

export type ImportedSettings = {
  readonly environments: readonly SettingsEnvironments[];
  readonly defaultHeaders: readonly HeaderField[];
  readonly formEncoding: FormEncoding;
  /** The environment to begin with; null without one. */
  readonly environment: string | null;
  /** Null leaves it to the default. */
  readonly timeoutMs: number | null;
  /** Of the response view; null leaves it to ours. */
  readonly column: 'beside' | 'active' | null;
  readonly takesFocus: boolean | null;
  readonly mode: ResponseMode | null;
  readonly followRedirects: boolean | null;
  readonly keepsCookies: boolean | null;
};

const names = {
  environments: 'rest-client.environmentVariables',
  otherEnvironments: 'httpyac.environmentVariables',
  headers: 'rest-client.defaultHeaders',
  otherHeaders: 'httpyac.requestDefaultHeaders',
  formEncoding: 'rest-client.formParamEncodingStrategy',
  timeout: 'rest-client.timeoutinmilliseconds',
  column: 'rest-client.previewColumn',
  focus: 'rest-client.previewResponsePanelTakeFocus',
  mode: 'rest-client.previewOption',
  redirects: 'rest-client.followredirect',
  cookies: 'rest-client.rememberCookiesForSubsequentRequests',
  environment: 'httpyac.environmentSelectedOnStart',
  certificates: 'rest-client.certificates',
  otherCertificates: 'httpyac.clientCertificates',
} as const;

/** `resource`: the document they are to count for, as a folder may have its own. */
export function readImportedSettings(resource?: vscode.Uri): ImportedSettings {
  return importedFrom(theirSettings(resource));
}

function importedFrom({ read }: TheirSettings): ImportedSettings {
  const environments = [names.environments, names.otherEnvironments].flatMap((name) => {
    const value = read(name, isFilledObject);
    return value === null ? [] : [{ label: `\`${name}\``, values: environmentsOf(value) }];
  });
  const headers = read(names.headers, isFilledObject) ?? read(names.otherHeaders, isFilledObject);
  const first = read(names.environment, isNameOrNames);
  const column = read(names.column, isOneOf(['current', 'beside']));
  const encoding = read(names.formEncoding, isOneOf(['automatic', 'never', 'always']));
  return {
    environments,
    column: column === 'current' ? 'active' : column,
    takesFocus: read(names.focus, isFlag),
    mode: read(names.mode, isOneOf(responseModes)),
    defaultHeaders: Object.entries(headers ?? {}).map(([name, value]) => [name, valueText(value)]),
    formEncoding: encoding ?? 'automatic',
    timeoutMs: read(names.timeout, isAmount),
    followRedirects: read(names.redirects, isFlag),
    keepsCookies: read(names.cookies, isFlag),
    environment: (Array.isArray(first) ? first.at(-1) : first) ?? null,
  };
}

export type ImportedCertificates = { readonly name: string; readonly value: object };

/** By host, as ours; null where nobody has set them. A workspace that is not trusted names no files. */
export function importedCertificates({ read } = theirSettings()): ImportedCertificates | null {
  if (!vscode.workspace.isTrusted) return null;
  for (const name of [names.certificates, names.otherCertificates]) {
    const value = read(name, isFilledObject);
    if (value !== null) return { name, value };
  }
  return null;
}

/** Those of them that are used, for people. */
export function importedInUse(): readonly UsedSetting[] {
  const theirs = theirSettings();
  // What is found when all of them are read.
  importedFrom(theirs);
  importedCertificates(theirs);
  return theirs.used;
}

/** Whether a change of the configuration touches any of them. */
export function affectsImported(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(names).some((name) => event.affectsConfiguration(name));
}

function environmentsOf(value: object): SettingsEnvironments['values'] {
  return new Map(
    Object.entries(value).flatMap(([name, variables]) => {
      if (!isFilledObject(variables)) return [];
      const values = Object.entries(variables).map(([key, each]): [string, EnvironmentValue] => [
        key,
        { value: each, line: 0 },
      ]);
      return [[name, new Map(values)]];
    }),
  );
}

function isFilledObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.keys(value).length > 0;
}

function isNameOrNames(value: unknown): value is string | string[] {
  const all: unknown = Array.isArray(value) ? value : [value];
  return isTexts(all) && all.length > 0;
}
