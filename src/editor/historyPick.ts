/** The history as a list: type to find, Enter opens; the buttons resend, compare, remove, narrow down. */
import * as vscode from 'vscode';
import { count } from '../insight/count.ts';
import { facetsOf, fits, headlineOutcome, type Facet } from '../insight/historyHeadline.ts';
import type { History } from './history.ts';
import type { HistoryItem } from './historyStore.ts';

export type HistoryChoice =
  | { readonly kind: 'open' | 'resend' | 'compare'; readonly item: HistoryItem }
  | { readonly kind: 'clear' }
  | null;

type Row = vscode.QuickPickItem & { readonly item?: HistoryItem };

/** `request` is the title of the one at the cursor; its exchanges come first. Null when nothing was chosen. */
export async function pickFromHistory(
  history: History,
  request: string | null,
  title: string,
): Promise<HistoryChoice> {
  let items = await history.list();
  let chosen: readonly Facet[] = [];
  for (;;) {
    const choice = await pickOnce(items, chosen, request, title);
    if (choice?.kind === 'remove') await history.remove(choice.item.id);
    else if (choice?.kind === 'filter') chosen = (await pickFacets(items)) ?? chosen;
    else return choice;
    items = await history.list();
  }
}

type Step =
  | HistoryChoice
  | { readonly kind: 'remove'; readonly item: HistoryItem }
  | { readonly kind: 'filter' };

function pickOnce(
  items: readonly HistoryItem[],
  chosen: readonly Facet[],
  request: string | null,
  title: string,
): Promise<Step> {
  const pick = vscode.window.createQuickPick<Row>();
  const shown = items.filter(({ headline }) => fits(headline, chosen));
  const narrowed = chosen.map(({ value }) => value).join(', ');
  pick.title = narrowed === '' ? title : `${title}: ${narrowed}`;
  pick.placeholder =
    shown.length === 0
      ? vscode.l10n.t('Nothing has been sent yet, or nothing fits')
      : vscode.l10n.t(
          '{0}, newest first: type a status, a host, reused or new',
          count(shown.length, 'exchange'),
        );
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = rowsOf(shown, request);
  pick.buttons = [filterButton(), clearButton()];
  return new Promise((resolve) => {
    const end = (step: Step): void => {
      resolve(step);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row?.item !== undefined) end({ kind: 'open', item: row.item });
    });
    pick.onDidTriggerItemButton(({ item: { item }, button }) => {
      const kind = buttonKinds.get((button.iconPath as vscode.ThemeIcon).id);
      if (item !== undefined && kind !== undefined) end({ kind, item });
    });
    pick.onDidTriggerButton(({ iconPath }) => {
      end({ kind: (iconPath as vscode.ThemeIcon).id === 'filter' ? 'filter' : 'clear' });
    });
    pick.onDidHide(() => {
      end(null);
    });
    pick.show();
  });
}

function rowsOf(items: readonly HistoryItem[], request: string | null): readonly Row[] {
  const own = items.filter(({ headline }) => headline.title === request);
  if (own.length === 0) return items.map(row);
  const others = items.filter(({ headline }) => headline.title !== request);
  return [
    separator(vscode.l10n.t('this request')),
    ...own.map(row),
    ...(others.length === 0 ? [] : [separator(vscode.l10n.t('others'))]),
    ...others.map(row),
  ];
}

function row(item: HistoryItem): Row {
  const { title, method, url, status, startedAt } = item.headline;
  const icon = status === null ? 'error' : status >= 400 ? 'warning' : 'pass';
  return {
    item,
    label: `$(${icon}) ${title}`,
    description: headlineOutcome(item.headline),
    detail: `${method} ${url} · ${new Date(startedAt).toLocaleString()}`,
    buttons: [
      { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Send again') },
      { iconPath: new vscode.ThemeIcon('diff'), tooltip: vscode.l10n.t('Compare with another…') },
      {
        iconPath: new vscode.ThemeIcon('trash'),
        tooltip: vscode.l10n.t('Remove from the history'),
      },
    ],
  };
}

const buttonKinds = new Map<string, 'resend' | 'compare' | 'remove'>([
  ['refresh', 'resend'],
  ['diff', 'compare'],
  ['trash', 'remove'],
]);

function filterButton(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('filter'), tooltip: vscode.l10n.t('Narrow down…') };
}

function clearButton(): vscode.QuickInputButton {
  return {
    iconPath: new vscode.ThemeIcon('clear-all'),
    tooltip: vscode.l10n.t('Clear the history'),
  };
}

type FacetRow = vscode.QuickPickItem & { readonly facet?: Facet };

/** Undefined when the person left it as it was. */
async function pickFacets(items: readonly HistoryItem[]): Promise<readonly Facet[] | undefined> {
  let kind = '';
  const rows: FacetRow[] = [];
  for (const { count: amount, ...facet } of facetsOf(items.map(({ headline }) => headline))) {
    if (facet.kind !== kind) rows.push(separator(kindName(facet.kind)));
    kind = facet.kind;
    rows.push({ label: facet.value, description: String(amount), facet });
  }
  const picked = await vscode.window.showQuickPick(rows, {
    canPickMany: true,
    title: vscode.l10n.t('Narrow the History Down'),
    placeHolder: vscode.l10n.t('What is to be shown; nothing chosen shows all'),
  });
  return picked?.flatMap(({ facet }) => (facet === undefined ? [] : [facet]));
}

function kindName(kind: Facet['kind']): string {
  switch (kind) {
    case 'status':
      return vscode.l10n.t('status');
    case 'connection':
      return vscode.l10n.t('connection');
    case 'origin':
      return vscode.l10n.t('origin');
    case 'request':
      return vscode.l10n.t('request');
  }
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
