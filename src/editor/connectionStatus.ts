/** The one status bar item: what the pool holds and saves. Only there with an `.http` editor. */
import * as vscode from 'vscode';
import { annotate } from '../insight/annotation.ts';
import { describePool } from '../insight/poolText.ts';
import { visibleHttpDocuments } from './documents.ts';
import type { ForecastClock } from './forecastClock.ts';
import type { Pools } from './pools.ts';
import type { Recordings } from './recordings.ts';
import type { Sending } from './sending.ts';

const quickMs = 300;

export function registerConnectionStatus(
  pools: Pools,
  sending: Sending,
  recordings: Recordings,
  clock: ForecastClock,
): vscode.Disposable {
  const side = vscode.StatusBarAlignment.Right;
  const item = vscode.window.createStatusBarItem('keepalive.connections', side, 100);
  item.name = vscode.l10n.t('HTTP Connections');
  item.command = 'keepalive.showConnections';

  /** Since when something is being sent; what is over at once is not worth a spinner. */
  let sendingSinceMs = 0;

  function update(): void {
    if (visibleHttpDocuments().length === 0) {
      item.hide();
      return;
    }
    const { text, tooltip } = describePool(pools.client().snapshot(), recordings.saving());
    const count = sending.count();
    const isSlow = count > 0 && performance.now() - sendingSinceMs >= quickMs;
    item.text = isSlow ? `$(loading~spin) ${text}` : text;
    item.tooltip = tooltip;
    // Decorations are not read aloud, so the newest annotation is said here.
    const last = sending.last();
    const outcome =
      count > 0 ? [vscode.l10n.t('Sending')] : last === null ? [] : [annotate(last).text];
    item.accessibilityInformation = { label: [...outcome, text].join(', '), role: 'button' };
    item.show();
  }

  let wasSending = false;

  function sendingChanged(): void {
    const isSending = sending.count() > 0;
    if (isSending && !wasSending) {
      sendingSinceMs = performance.now();
      setTimeout(update, quickMs);
    }
    wasSending = isSending;
    void vscode.commands.executeCommand('setContext', 'keepalive.isSending', sending.count() > 0);
    update();
  }

  update();
  return vscode.Disposable.from(
    item,
    clock.onDidTick(update),
    sending.onDidChange(sendingChanged),
    vscode.window.onDidChangeVisibleTextEditors(update),
  );
}
