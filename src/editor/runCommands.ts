/** The picture, the report and the HAR of what was sent: shown, or written to a file. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { count } from '../insight/count.ts';
import { harEnd, harEntries, harStart } from '../insight/har.ts';
import { pictureFile } from '../insight/pictureFile.ts';
import { printable } from '../insight/printable.ts';
import { lanesOf, type Recording } from '../insight/recording.ts';
import { reportHtml } from '../insight/reportHtml.ts';
import { reportJson } from '../insight/reportJson.ts';
import { reportMarkdown } from '../insight/reportMarkdown.ts';
import { reportStyle } from '../insight/reportStyle.ts';
import { registerCommand } from './commands.ts';
import type { Output } from './output.ts';
import type { Recordings } from './recordings.ts';
import type { Painted, RunPanel } from './runPanel.ts';
import { showMarkdown } from './showMarkdown.ts';
import { writeChosen } from './writeChosen.ts';

const reportScheme = 'keepalive-report';

export function registerRunCommands(
  recordings: Recordings,
  panel: RunPanel,
  version: string,
  output: Output,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  /** What the report document shows. */
  let reported: Recording | null = null;

  async function showReport(recording: Recording): Promise<void> {
    reported = recording;
    const uri = vscode.Uri.from({ scheme: reportScheme, path: '/Connection reuse.md' });
    changed.fire(uri);
    await showMarkdown(uri);
  }

  /** Resolves to what came of a PNG; null for an SVG, and where nobody wanted one in the end. */
  async function savePicture(
    recording: Recording,
    target: vscode.Uri | null,
  ): Promise<Painted['kind'] | null> {
    const filters = { SVG: ['svg'], PNG: ['png'] };
    const uri = target ?? (await askWhere('connections.svg', filters));
    if (uri === null) return null;
    const svg = pictureFile(lanesOf(recording));
    if (!uri.path.toLowerCase().endsWith('.png')) {
      await write(uri, svg);
      return null;
    }
    const painted = await panel.paint(recording, svg);
    if (painted.kind === 'painted') await write(uri, Buffer.from(painted.png, 'base64'));
    else {
      const text =
        painted.kind === 'closed'
          ? vscode.l10n.t('The picture was closed before it was drawn. Save it again')
          : vscode.l10n.t('The picture could not be made into a PNG. Save it as SVG');
      void vscode.window.showErrorMessage(text);
    }
    return painted.kind;
  }

  async function exportHar(recording: Recording, target: vscode.Uri | null): Promise<void> {
    const uri = target ?? (await askWhere('exchanges.har', { HAR: ['har'] }));
    if (uri === null) return;
    const { exchanges, report } = recording;
    const entries = exchanges.flatMap(harEntries).map((entry) => JSON.stringify(entry));
    await write(uri, `${harStart(version)}${entries.join(',\n')}${harEnd}`);
    if (exchanges.length === report.exchanges) return;
    const text = vscode.l10n.t(
      'Only the newest are kept: the file has {0} of {1}',
      count(exchanges.length, 'exchange'),
      report.exchanges,
    );
    void vscode.window.showInformationMessage(text);
  }

  async function exportReport(recording: Recording, target: vscode.Uri | null): Promise<void> {
    const filters = { JSON: ['json'], HTML: ['html'] };
    const uri = target ?? (await askWhere('connection-reuse.json', filters));
    if (uri === null) return;
    const isPage = /\.html?$/i.test(uri.path);
    const json = (): string => `${JSON.stringify(reportJson(recording.report), null, 2)}\n`;
    await write(uri, isPage ? page(recording, version) : json());
  }

  /** The command does its work with what the person chooses, where there is a choice. */
  function command(
    id: string,
    run: (recording: Recording, target: vscode.Uri | null) => unknown,
  ): vscode.Disposable {
    return registerCommand(output, id, async (argument) => {
      const recording = await chosen(recordings, panel);
      if (recording === null) return null;
      return run(recording, argument instanceof vscode.Uri ? argument : null);
    });
  }

  return vscode.Disposable.from(
    changed,
    command('keepalive.showRun', panel.show),
    command('keepalive.saveRun', savePicture),
    command('keepalive.showReuseReport', showReport),
    command('keepalive.exportHar', exportHar),
    command('keepalive.exportReuseReport', exportReport),
    vscode.workspace.registerTextDocumentContentProvider(reportScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () =>
        reported === null
          ? vscode.l10n.t('This report is no longer kept. Show it again')
          : reportMarkdown(reported.report),
    }),
  );
}

function page(recording: Recording, version: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return reportHtml({
    report: recording.report,
    hops: lanesOf(recording),
    about: printable(recording.title),
    madeBy: `Keepalive ${version}, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    styleHash: createHash('sha256').update(reportStyle).digest('base64'),
  });
}

/** What the panel in front shows, else the only one there is, else what the person picks. */
async function chosen(recordings: Recordings, panel: RunPanel): Promise<Recording | null> {
  const all = recordings.all();
  const [first, other] = all;
  if (first === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has been sent yet'));
    return null;
  }
  // With nothing sent but the run there is no choice.
  if (other === undefined || other.report.exchanges === first.report.exchanges) return first;
  const shown = panel.inFront();
  if (shown !== null) return shown;
  const items = all.map((recording) => ({
    label: recording.title,
    description: count(recording.report.exchanges, 'request'),
    recording,
  }));
  const title = vscode.l10n.t('Of which requests?');
  return (await vscode.window.showQuickPick(items, { title }))?.recording ?? null;
}

async function askWhere(
  name: string,
  filters: Readonly<Record<string, string[]>>,
): Promise<vscode.Uri | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const defaultUri = vscode.Uri.joinPath(folder, name);
  return (await vscode.window.showSaveDialog({ defaultUri, filters })) ?? null;
}

async function write(uri: vscode.Uri, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  if (!(await writeChosen(uri, () => vscode.workspace.fs.writeFile(uri, bytes)))) return;
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', uri.fsPath), 5000);
}
