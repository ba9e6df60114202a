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
  /** The names of the settings that are used, for people. */
  readonly used: readonly string[];
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
  const valueSet = theirValues(resource);
  const used: string[] = [];
  /** The value that was set, where it is of the kind asked for. */
  function read<Value>(name: string, isValid: (value: unknown) => value is Value): Value | null {
    const value = valueSet(name);
    if (value === undefined || !isValid(value)) return null;
    used.push(name);
    return value;
  }
  const environments = [names.environments, names.otherEnvironments].flatMap((name) => {
    const value = read(name, isFilledObject);
    return value === null ? [] : [{ label: `\`${name}\``, values: environmentsOf(value) }];
  });
  const headers = read(names.headers, isFilledObject) ?? read(names.otherHeaders, isFilledObject);
  const first = read(names.environment, isNameOrNames);
  const column = read(names.column, isOneOf(['current', 'beside']));
  return {
    environments,
    column: column === 'current' ? 'active' : column,
    takesFocus: read(names.focus, isFlag),
    mode: read(names.mode, isOneOf(responseModes)),
    defaultHeaders: Object.entries(headers ?? {}).map(([name, value]) => [name, valueText(value)]),
    formEncoding:
      read(names.formEncoding, isOneOf(['automatic', 'never', 'always'])) ?? 'automatic',
    timeoutMs: read(names.timeout, isAmount),
    followRedirects: read(names.redirects, isFlag),
    keepsCookies: read(names.cookies, isFlag),
    used: [...used, ...[importedCertificates()?.name ?? []].flat()],
    environment: (Array.isArray(first) ? first.at(-1) : first) ?? null,
  };
}

export type ImportedCertificates = { readonly name: string; readonly value: object };

/** By host, as ours; null where nobody has set them. A workspace that is not trusted names no files. */
export function importedCertificates(): ImportedCertificates | null {
  if (!vscode.workspace.isTrusted) return null;
  const valueSet = theirValues();
  for (const name of [names.certificates, names.otherCertificates]) {
    const value = valueSet(name);
    if (isFilledObject(value)) return { name, value };
  }
  return null;
}

/** Whether a change of the configuration touches any of them. */
export function affectsImported(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(names).some((name) => event.affectsConfiguration(name));
}

const toldKey = 'keepalive.importedSettingsTold';

/** Says once a workspace whose settings are used, and of those of the user once for all; resolves when that was read. */
export async function tellImportedSettings({
  globalState,
  workspaceState,
}: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>): Promise<void> {
  const all = readImportedSettings().used;
  const used: string[] = [];
  for (const state of [globalState, workspaceState]) {
    const own = all.filter((name) => isOfWorkspace(name) === (state === workspaceState));
    if (own.length === 0 || state.get<boolean>(toldKey) === true) continue;
    await state.update(toldKey, true);
    used.push(...own);
  }
  if (used.length === 0) return;
  const show = vscode.l10n.t('Show Settings');
  const text = used.every((name) => name.startsWith('httpyac'))
    ? vscode.l10n.t('Using your httpYac settings: {0}', used.join(', '))
    : vscode.l10n.t('Using your REST Client settings: {0}', used.join(', '));
  if ((await vscode.window.showInformationMessage(text, show)) !== show) return;
  const query = used.map((name) => `@id:${name}`).join(' ');
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

/** Gives a setting's value; undefined where nobody has set it. */
function theirValues(resource?: vscode.Uri): (name: string) => unknown {
  const inspect = inspectors(resource);
  return (name) => {
    const found = inspect(name);
    return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
  };
}

function isOfWorkspace(name: string): boolean {
  const found = inspectors()(name);
  return (found?.workspaceFolderValue ?? found?.workspaceValue) !== undefined;
}

/**
 * Who has set a setting to what.
 * VS Code copies whatever it is asked the configuration of, so that is asked for once a section;
 * and it goes through all it knows to tell who has set something, which is spared where nobody has.
 */
function inspectors(resource?: vscode.Uri): (name: string) => Inspected | undefined {
  const sections = new Map<string, vscode.WorkspaceConfiguration>();
  return (name) => {
    const [section = '', key = ''] = name.split('.');
    const known = sections.get(section);
    const configuration = known ?? vscode.workspace.getConfiguration(section, resource);
    sections.set(section, configuration);
    return configuration.get(key) === undefined ? undefined : configuration.inspect(key);
  };
}

type Inspected = ReturnType<vscode.WorkspaceConfiguration['inspect']>;

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
