/** The picture of a run in a panel: what it shows is drawn by `src/insight/lanes.ts`, what it does by `media/runPanel.js`. */
import * as vscode from 'vscode';
import { cssPalette } from '../insight/cssPalette.ts';
import { lanes } from '../insight/lanes.ts';
import { lanesOf, type Recording } from '../insight/recording.ts';
import { reportHeadline } from '../insight/reportTables.ts';
import { runPage } from '../insight/runPage.ts';
import type { Documents } from './documents.ts';
import { findRequest } from './findRequest.ts';
import type { Recordings } from './recordings.ts';

export type RunPanel = {
  show(recording: Recording): void;
  /** Makes a PNG of a picture. Shows the panel, which does the work. */
  paint(recording: Recording, svg: string): Promise<Painted>;
  /** What the panel shows, while it has the focus; null otherwise. */
  inFront(): Recording | null;
  dispose(): void;
};

/** `png` is base64; `unpaintable` is what the browser can make no picture of. */
export type Painted =
  { readonly kind: 'painted'; readonly png: string } | { readonly kind: 'closed' | 'unpaintable' };

/** So often at most is it drawn anew while requests are sent. */
const throttleMs = 250;

export function createRunPanel(
  extensionUri: vscode.Uri,
  documents: Documents,
  recordings: Recordings,
): RunPanel {
  let panel: vscode.WebviewPanel | null = null;
  let shown: Recording | null = null;
  let pending: NodeJS.Timeout | null = null;
  /** Waits for the page to be there, and for the picture it paints. */
  const whenDrawn: (() => void)[] = [];
  const whenPainted: ((painted: Painted) => void)[] = [];

  function opened(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    const made = vscode.window.createWebviewPanel(
      'keepalive.run',
      '',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, enableForms: false, localResourceRoots: [media] },
    );
    made.webview.onDidReceiveMessage((message: unknown) => {
      void receive(made, message as Message);
    });
    // A page that is hidden is thrown away, and what it was painting with it.
    made.onDidChangeViewState(() => {
      if (!made.visible) giveUp();
    });
    made.onDidDispose(() => {
      panel = null;
      shown = null;
      if (pending !== null) clearTimeout(pending);
      pending = null;
      giveUp();
    });
    return made;
  }

  function giveUp(): void {
    for (const drawn of whenDrawn.splice(0)) drawn();
    for (const painted of whenPainted.splice(0)) painted({ kind: 'closed' });
  }

  function page({ webview }: vscode.WebviewPanel, title: string): string {
    const script = vscode.Uri.joinPath(extensionUri, 'media', 'runPanel.js');
    return runPage({
      title,
      help: vscode.l10n.t(
        'Arrow keys lead from block to block, Enter opens the request, + and - look closer and less close, 0 shows all',
      ),
      buttons: [
        ['closer', vscode.l10n.t('Closer')],
        ['wider', vscode.l10n.t('Less Close')],
        ['whole', vscode.l10n.t('All')],
        ['save', vscode.l10n.t('Save…')],
        ['report', vscode.l10n.t('Report')],
      ],
      script: webview.asWebviewUri(script).toString(),
      nonce: crypto.randomUUID(),
    });
  }

  async function receive({ webview }: vscode.WebviewPanel, message: Message): Promise<void> {
    const recording = shown;
    if (recording === null) return;
    switch (message.kind) {
      case 'draw': {
        const width = Math.min(Math.max(Number(message.width) || 0, 600), 20_000);
        const { svg } = lanes(lanesOf(recording), {
          palette: cssPalette,
          width,
          interactive: true,
        });
        await webview.postMessage({ kind: 'drawn', svg, text: reportHeadline(recording.report) });
        for (const drawn of whenDrawn.splice(0)) drawn();
        return;
      }
      case 'open':
        await open(recording, Number(message.exchange));
        return;
      case 'painted': {
        const png = String(message.png);
        whenPainted.shift()?.(png === '' ? { kind: 'unpaintable' } : { kind: 'painted', png });
        return;
      }
      case 'save':
        await vscode.commands.executeCommand('keepalive.saveRun');
        return;
      case 'report':
        await vscode.commands.executeCommand('keepalive.showReuseReport');
    }
  }

  async function open({ exchanges }: Recording, index: number): Promise<void> {
    const exchange = exchanges[index];
    const found = exchange === undefined ? null : await findRequest(documents, exchange);
    if (found === null) {
      const file = exchange?.source.file ?? '';
      const text = vscode.l10n.t('The request is no longer in {0}', file);
      void vscode.window.showInformationMessage(text);
      return;
    }
    const start = new vscode.Position(found.placed.line, 0);
    await vscode.window.showTextDocument(found.document, {
      selection: new vscode.Range(start, start),
      viewColumn: vscode.ViewColumn.One,
    });
  }

  function show(recording: Recording): void {
    const isNew = panel === null;
    panel ??= opened();
    const isOther = shown !== recording;
    shown = recording;
    // The file itself has a tab, too.
    panel.title = vscode.l10n.t('{0} · picture', recording.title);
    if (isNew || isOther) panel.webview.html = page(panel, recording.title);
    if (!isNew) panel.reveal();
  }

  const grown = recordings.onDidChange(() => {
    if (panel?.visible !== true || shown === null) return;
    pending ??= setTimeout(() => {
      pending = null;
      void panel?.webview.postMessage({ kind: 'changed' });
    }, throttleMs);
  });

  return {
    show,
    inFront: () => (panel?.active === true ? shown : null),
    async paint(recording, svg) {
      if (panel?.visible !== true || shown !== recording) {
        const drawn = new Promise<void>((resolve) => whenDrawn.push(resolve));
        show(recording);
        await drawn;
      }
      // Closed before it was drawn, there is nobody to paint.
      if (panel === null) return { kind: 'closed' };
      const painted = new Promise<Painted>((resolve) => whenPainted.push(resolve));
      if (!(await panel.webview.postMessage({ kind: 'paint', svg, scale: 2 }))) giveUp();
      return painted;
    },
    dispose() {
      grown.dispose();
      panel?.dispose();
    },
  };
}

/** What the page says. It is ours, yet its values are looked at as if it were not. */
type Message =
  | { readonly kind: 'draw'; readonly width: unknown }
  | { readonly kind: 'open'; readonly exchange: unknown }
  | { readonly kind: 'painted'; readonly png: unknown }
  | { readonly kind: 'save' }
  | { readonly kind: 'report' };
