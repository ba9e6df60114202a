/**
 * The Connections view: pool → origin → connection, live while somebody looks at it.
 * What the rows say is decided in `src/insight/connectionTree.ts`.
 */
import * as vscode from 'vscode';
import { connectionTree, type ConnectionNode, type NodeState } from '../insight/connectionTree.ts';
import { escapeMarkdown } from '../insight/markdown.ts';
import { describeCounters } from '../insight/poolText.ts';
import { registerCommand } from './commands.ts';
import type { ForecastClock } from './forecastClock.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';
import type { Recordings } from './recordings.ts';

const viewId = 'keepalive.connections';

export function registerConnectionsView(
  pools: Pools,
  recordings: Recordings,
  clock: ForecastClock,
  output: Output,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  /** Rows by their keys, which are what VS Code holds on to: they stay while the rows are made anew. */
  let rows = new Map<string, Row>();
  const provider: vscode.TreeDataProvider<string> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (key) => treeItem(key, rows.get(key)?.node),
    getParent: (key) => rows.get(key)?.parent,
    getChildren: (key) =>
      keysOf(key === undefined ? refreshed() : (rows.get(key)?.node.children ?? [])),
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: provider });

  function refreshed(): readonly ConnectionNode[] {
    const roots = connectionTree(pools.snapshots());
    rows = new Map(rowsOf(roots, undefined));
    return roots;
  }

  function update(): void {
    if (!view.visible) return;
    const { text, tooltip } = describeCounters(pools.snapshots(), recordings.saving());
    view.description = text;
    view.message = tooltip;
    changed.fire(undefined);
  }

  /** The view, with the connection selected where one is named and still there. */
  async function show(argument: unknown): Promise<void> {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    if (typeof argument !== 'object' || argument === null) return;
    const { connection } = argument as { readonly connection?: unknown };
    refreshed();
    const key = [...rows].find(([, { node }]) => node.connection === connection)?.[0];
    if (key !== undefined) await view.reveal(key, { select: true, focus: true });
  }

  /**
   * A menu passes the row it is of. A key passes nothing, and is told of the row that has the focus by
   * selecting it first: twice, as selecting a row with others below it also folds or unfolds it.
   */
  const chosen = (key: unknown): ConnectionNode | undefined =>
    rows.get(typeof key === 'string' ? key : (view.selection[0] ?? ''))?.node;

  return vscode.Disposable.from(
    view,
    changed,
    clock.add({ isLooking: () => view.visible, onDidChange: view.onDidChangeVisibility }),
    clock.onDidTick(update),
    view.onDidChangeVisibility(update),
    registerCommand(output, 'keepalive.showConnections', show),
    registerCommand(output, 'keepalive.closeConnections', () => {
      pools.client().closeAll();
    }),
    registerCommand(output, 'keepalive.closeConnection', (key) => {
      const id = chosen(key)?.connection ?? null;
      if (id !== null) pools.client().closeConnection(id);
    }),
    registerCommand(output, 'keepalive.copyConnection', async (key) => {
      const details = chosen(key)?.details;
      if (details !== undefined) await vscode.env.clipboard.writeText(details.join('\n'));
    }),
  );
}

type Row = { readonly node: ConnectionNode; readonly parent: string | undefined };

function rowsOf(nodes: readonly ConnectionNode[], parent: string | undefined): [string, Row][] {
  return nodes.flatMap((node): [string, Row][] => [
    [node.key, { node, parent }],
    ...rowsOf(node.children, node.key),
  ]);
}

function keysOf(nodes: readonly ConnectionNode[]): string[] {
  return nodes.map(({ key }) => key);
}

/** A row may be gone by the time it is asked for. */
function treeItem(key: string, node: ConnectionNode | undefined): vscode.TreeItem {
  if (node === undefined) return new vscode.TreeItem('');
  const item = new vscode.TreeItem(node.label, collapsible(node));
  item.id = key;
  item.description = node.description;
  // Two blanks before a line end break the line.
  item.tooltip = new vscode.MarkdownString(node.details.map(escapeMarkdown).join('  \n'));
  item.contextValue = node.kind;
  item.accessibilityInformation = { label: [node.label, node.description].join(', ') };
  const icon = node.state === null ? groupIcons[node.kind] : icons[node.state];
  if (icon !== undefined) item.iconPath = icon;
  return item;
}

function collapsible({ kind, children }: ConnectionNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return kind === 'closed-group'
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.Expanded;
}

const groupIcons: Readonly<Partial<Record<ConnectionNode['kind'], vscode.ThemeIcon>>> = {
  pool: new vscode.ThemeIcon('database'),
  origin: new vscode.ThemeIcon('server'),
  'closed-group': new vscode.ThemeIcon('history'),
};

/** Told apart by shape; the colours are the theme's own. */
const icons: Readonly<Record<NodeState, vscode.ThemeIcon>> = {
  opening: new vscode.ThemeIcon('loading~spin'),
  busy: new vscode.ThemeIcon('arrow-swap', new vscode.ThemeColor('charts.blue')),
  idle: new vscode.ThemeIcon('plug', new vscode.ThemeColor('charts.green')),
  ageing: new vscode.ThemeIcon('watch', new vscode.ThemeColor('charts.yellow')),
  closed: new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('disabledForeground')),
};
