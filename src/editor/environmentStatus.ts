/** The environment in the status bar, and the command that chooses another. */
import * as vscode from 'vscode';
import { registerCommand } from './commands.ts';
import { isHttp, visibleHttpDocuments } from './documents.ts';
import type { Environments } from './environments.ts';
import type { Output } from './output.ts';

const command = 'keepalive.selectEnvironment';

export function registerEnvironmentStatus(
  environments: Environments,
  output: Output,
): vscode.Disposable {
  const side = vscode.StatusBarAlignment.Right;
  const item = vscode.window.createStatusBarItem('keepalive.environment', side, 101);
  item.name = vscode.l10n.t('HTTP Environment');
  item.command = command;

  /** Only where there is something to choose from. */
  function update(): void {
    const [document] = visibleHttpDocuments();
    if (document === undefined) {
      item.hide();
      return;
    }
    const chosen = environments.chosen();
    const { names } = environments.of(document).environment;
    if (chosen === null && names.length === 0) {
      item.hide();
      return;
    }
    const name = chosen ?? vscode.l10n.t('No Environment');
    item.text = `$(server-environment) ${name}`;
    item.tooltip = vscode.l10n.t('Environment for HTTP requests. Click to choose another');
    const isUnknown = chosen !== null && !names.includes(chosen);
    item.backgroundColor = isUnknown
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.accessibilityInformation = {
      label: vscode.l10n.t('HTTP environment: {0}', name),
      role: 'button',
    };
    item.show();
  }

  /** A name, or null for none, chooses it without a question, for keys and scripts. */
  async function select(argument: unknown): Promise<void> {
    if (argument === null || typeof argument === 'string') {
      await environments.choose(argument);
      return;
    }
    const picked = await pick(environments);
    if (picked !== undefined) await environments.choose(picked);
  }

  update();
  return vscode.Disposable.from(
    item,
    registerCommand(output, command, select),
    environments.onDidChange(update),
    vscode.window.onDidChangeVisibleTextEditors(update),
  );
}

type Item = vscode.QuickPickItem & { readonly environment: string | null };

/** Undefined when nothing was chosen. */
async function pick(environments: Environments): Promise<string | null | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  const document = active !== undefined && isHttp(active) ? active : visibleHttpDocuments()[0];
  if (document !== undefined) await environments.load(document);
  const names = document === undefined ? [] : environments.of(document).environment.names;
  const chosen = environments.chosen();
  const items = [...names, null].map((environment): Item => ({
    label: environment ?? vscode.l10n.t('No Environment'),
    environment,
    ...(environment === chosen ? { description: vscode.l10n.t('in use') } : {}),
  }));
  const placeHolder =
    names.length === 0
      ? vscode.l10n.t('There is no environment yet: write one into http-client.env.json')
      : vscode.l10n.t('Environment for HTTP requests');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.environment;
}
