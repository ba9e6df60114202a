/** The one status bar item: what the pool holds and saves. Only there with an `.http` editor. */
import * as vscode from 'vscode';
import { annotate } from '../insight/annotation.ts';
import { describePool } from '../insight/poolText.ts';
import { visibleHttpDocuments } from './documents.ts';
import type { ForecastClock } from './forecastClock.ts';
import type { Pools } from './pools.ts';
import type { Recordings } from './recordings.ts';
import type { Sending } from './sending.ts';
import { createSoon } from './soon.ts';

const quickMs = 300;

/** Nobody sees more than so many in a second. */
const throttleMs = 100;

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
  let wasSending = false;
  let toldSending = false;
  let toldSent = false;

  function draw(): void {
    const isSending = sending.isSending();
    if (isSending !== toldSending)
      void vscode.commands.executeCommand('setContext', 'keepalive.isSending', isSending);
    toldSending = isSending;
    // The walkthrough waits for it: VS Code does not tell it of a command that a lens runs.
    if (!toldSent && sending.last() !== null) {
      toldSent = true;
      void vscode.commands.executeCommand('setContext', 'keepalive.hasSent', true);
    }
    const isSlow = isSending && performance.now() - sendingSinceMs >= quickMs;
    if (isSending && !isSlow) drawing.ask();
    if (visibleHttpDocuments().length === 0) item.hide();
    else show(isSending, isSlow);
  }

  function show(isSending: boolean, isSlow: boolean): void {
    const { text, tooltip } = describePool(pools.client().snapshot(), recordings.saving());
    item.text = isSlow ? `$(loading~spin) ${text}` : text;
    item.tooltip = tooltip;
    // Decorations are not read aloud, so the newest annotation is said here.
    const last = sending.last();
    const outcome = isSending
      ? [vscode.l10n.t('Sending')]
      : last === null
        ? []
        : [annotate(last).text];
    item.accessibilityInformation = { label: [...outcome, text].join(', '), role: 'button' };
    item.show();
  }

  // A look at the pools costs more than a send where these are many.
  const drawing = createSoon(draw, throttleMs);

  function sendingChanged(): void {
    const isSending = sending.isSending();
    if (isSending && !wasSending) sendingSinceMs = performance.now();
    wasSending = isSending;
    drawing.ask();
  }

  draw();
  return vscode.Disposable.from(
    item,
    drawing,
    clock.onDidTick((tick) => {
      if (tick === 'change') drawing.now();
    }),
    sending.onDidChange(sendingChanged),
    vscode.window.onDidChangeVisibleTextEditors(drawing.now),
  );
}
