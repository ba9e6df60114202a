/** Reads our settings one by one and collects what is wrong with them, in words that name the setting. */
import * as vscode from 'vscode';
import { isOneOf } from './settingKinds.ts';
import { shownValue } from './settingValue.ts';

export const section = 'keepalive';

export type SettingsProblem = { readonly name: string; readonly message: string };

export type SettingsReader = {
  readonly problems: readonly SettingsProblem[];
  /** The value as it is set or the default; null, and a problem, when it is not what it should be. */
  valid<Value>(
    name: string,
    isValid: (value: unknown) => value is Value,
    wanted: string,
  ): Value | null;
  /** The same for one word out of several. */
  word<const Word extends string>(name: string, words: readonly Word[]): Word | null;
  /** Whether somebody has set it. */
  isSet(name: string): boolean;
  report(name: string, message: string): void;
};

export function settingsReader(): SettingsReader {
  const configuration = vscode.workspace.getConfiguration(section);
  const problems: SettingsProblem[] = [];
  const report = (name: string, message: string): void => {
    problems.push({ name: name.includes('-') ? name : `${section}.${name}`, message });
  };
  function valid<Value>(
    name: string,
    isValid: (value: unknown) => value is Value,
    wanted: string,
  ): Value | null {
    const value: unknown = configuration.get(name);
    if (isValid(value)) return value;
    report(
      name,
      vscode.l10n.t(
        '{0} can not be {1}: give it {2}. Until then its default is used',
        `${section}.${name}`,
        shownValue(name, value),
        wanted,
      ),
    );
    return null;
  }
  return {
    problems,
    report,
    valid,
    word: (name, words) => valid(name, isOneOf(words), words.join(', ')),
    isSet(name) {
      const found = configuration.inspect(name);
      return (found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue) != null;
    },
  };
}
