/** Settings of other clients as somebody has set them: never their defaults. */
import * as vscode from 'vscode';

export type TheirSettings = {
  /** The value that was set, where it is of the kind asked for; else null. */
  read<Value>(name: string, isValid: (value: unknown) => value is Value): Value | null;
  /** Those that `read` has found. */
  readonly used: readonly UsedSetting[];
};

export type UsedSetting = {
  readonly name: string;
  /** Else it is the user's. */
  readonly isOfWorkspace: boolean;
};

/**
 * `resource`: the document they are to count for, as a folder may have its own.
 * VS Code copies whatever it is asked the configuration of, so that is asked for once a section;
 * and it goes through all it knows to tell who has set something, which is spared where nobody has.
 */
export function theirSettings(resource?: vscode.Uri): TheirSettings {
  const sections = new Map<string, vscode.WorkspaceConfiguration>();
  const used: UsedSetting[] = [];
  function inspect(name: string): Inspected | undefined {
    const [section = '', key = ''] = name.split('.');
    const known = sections.get(section);
    const configuration = known ?? vscode.workspace.getConfiguration(section, resource);
    sections.set(section, configuration);
    return configuration.get(key) === undefined ? undefined : configuration.inspect(key);
  }
  return {
    used,
    read(name, isValid) {
      const found = inspect(name);
      const ofWorkspace = found?.workspaceFolderValue ?? found?.workspaceValue;
      const value: unknown = ofWorkspace ?? found?.globalValue;
      if (value === undefined || !isValid(value)) return null;
      used.push({ name, isOfWorkspace: ofWorkspace !== undefined });
      return value;
    },
  };
}

type Inspected = ReturnType<vscode.WorkspaceConfiguration['inspect']>;
