/** Tells what is wrong with the settings: once each, until it is mended, with the way to the setting. */
import * as vscode from 'vscode';
import type { Output } from './output.ts';
import type { SettingsProblem } from './settingsReader.ts';

export type SettingsProblems = (problems: readonly SettingsProblem[]) => void;

export function createSettingsProblems(output: Output): SettingsProblems {
  let told: ReadonlySet<string> = new Set();
  return (problems) => {
    const fresh = problems.filter(({ message }) => !told.has(message));
    told = new Set(problems.map(({ message }) => message));
    for (const problem of fresh) {
      output.warn(problem.message);
      void tell(problem);
    }
  };
}

async function tell({ name, message }: SettingsProblem): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  if ((await vscode.window.showWarningMessage(message, open)) !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${name}`);
}
