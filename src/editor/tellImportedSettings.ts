/** Says which settings of other clients are used. */
import * as vscode from 'vscode';
import { importedInUse } from './importedSettings.ts';

const toldKey = 'keepalive.importedSettingsTold';

/** Says once a workspace whose settings are used, and of those of the user once for all; resolves when that was read. */
export async function tellImportedSettings({
  globalState,
  workspaceState,
}: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>): Promise<void> {
  const all = importedInUse();
  const fresh: string[] = [];
  for (const state of [globalState, workspaceState]) {
    const own = all.filter(({ isOfWorkspace }) => isOfWorkspace === (state === workspaceState));
    if (own.length === 0 || state.get<boolean>(toldKey) === true) continue;
    await state.update(toldKey, true);
    fresh.push(...own.map(({ name }) => name));
  }
  if (fresh.length === 0) return;
  const show = vscode.l10n.t('Show Settings');
  const text = fresh.every((name) => name.startsWith('httpyac'))
    ? vscode.l10n.t('Using your httpYac settings: {0}', fresh.join(', '))
    : vscode.l10n.t('Using your REST Client settings: {0}', fresh.join(', '));
  if ((await vscode.window.showInformationMessage(text, show)) !== show) return;
  const query = fresh.map((name) => `@id:${name}`).join(' ');
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}
