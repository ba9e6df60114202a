/** What is open, as a list to look at and to close from. */
import * as vscode from 'vscode';
import type { ConnectionSnapshot, PoolSnapshot } from '../pool/snapshot.ts';
import { wholeSeconds } from '../insight/duration.ts';
import { describeClosed, describeOpened } from '../insight/reasonText.ts';
import { remoteText } from '../insight/endpointText.ts';
import { registerCommand } from './commands.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';

type Item = vscode.QuickPickItem & { readonly connection?: number; readonly action?: () => void };

/** How many of the closed connections are worth a line. */
const maxClosedShown = 8;

export function registerConnectionCommands(pools: Pools, output: Output): vscode.Disposable {
  const closeAll = (): void => {
    pools.client().closeAll();
  };

  function showConnections(): void {
    const pick = vscode.window.createQuickPick<Item>();
    const actions: Item[] = [
      { label: `$(close-all) ${vscode.l10n.t('Close All Connections')}`, action: closeAll },
      { label: `$(output) ${vscode.l10n.t('Show Log')}`, action: output.show },
    ];
    function refresh(): void {
      const snapshot = pools.client().snapshot();
      pick.items = [...connectionItems(snapshot), separator(''), ...actions];
    }
    pick.title = vscode.l10n.t('HTTP Connections');
    pick.placeholder = vscode.l10n.t('Connections of this window, oldest first');
    pick.matchOnDescription = true;
    pick.keepScrollPosition = true;
    const changed = pools.onDidChange(refresh);
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.connection !== undefined) pools.client().closeConnection(item.connection);
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.action === undefined) return;
      item.action();
      pick.hide();
    });
    pick.onDidHide(() => {
      changed.dispose();
      pick.dispose();
    });
    refresh();
    pick.show();
  }

  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.showConnections', showConnections),
    registerCommand(output, 'keepalive.closeConnections', closeAll),
  );
}

function connectionItems(snapshot: PoolSnapshot): readonly Item[] {
  const open = snapshot.connections.map((each) => openItem(each, snapshot.nowMs));
  const closed = snapshot.recentlyClosed.slice(0, maxClosedShown).map((each) => ({
    label: `$(debug-disconnect) #${each.id} ${each.origin}`,
    detail: vscode.l10n.t('closed because {0}', describeClosed(each.closedBecause)),
  }));
  const none = { label: vscode.l10n.t('No connection is open') };
  return [
    ...(open.length === 0 ? [none] : open),
    ...(closed.length === 0 ? [] : [separator(vscode.l10n.t('recently closed'))]),
    ...closed,
  ];
}

function openItem(connection: ConnectionSnapshot, nowMs: number): Item {
  const { id, origin, state, idleSinceMs, served, endpoint } = connection;
  const idle = idleSinceMs === null ? null : wholeSeconds(nowMs - idleSinceMs);
  const facts = [
    idle === null ? stateName(state) : vscode.l10n.t('idle for {0}', idle),
    vscode.l10n.t('requests: {0}', served),
    endpoint === null ? null : remoteText(endpoint),
    endpoint === null ? null : [endpoint.protocol, endpoint.tlsVersion].filter(Boolean).join(' '),
  ];
  return {
    label: `$(plug) #${id} ${origin}`,
    description: facts.filter((fact) => fact !== null).join(' · '),
    detail: vscode.l10n.t('opened because {0}', describeOpened(connection.openedBecause)),
    buttons: [
      { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Close #{0}', id) },
    ],
    connection: id,
  };
}

function stateName(state: ConnectionSnapshot['state']): string {
  return state === 'opening' ? vscode.l10n.t('opening') : vscode.l10n.t('in use');
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
