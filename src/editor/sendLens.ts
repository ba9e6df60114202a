/**
 * The line above each request: Send and the forecast, or that it is being sent and Cancel.
 * It is always there, so that no line jumps; results are written elsewhere (annotations.ts).
 */
import * as vscode from 'vscode';
import { hostOf } from '../insight/endpointText.ts';
import { describeForecast } from '../insight/forecastText.ts';
import { describeNeeds } from '../insight/needText.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { previewOf } from '../request/resolve.ts';
import { referenceTo, type RequestReference } from './commands.ts';
import { isHttp, visibleHttpDocuments, type Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { ForecastClock, Tick } from './forecastClock.ts';
import { createLensRefresh } from './lensRefresh.ts';
import { shownLines } from './linesInView.ts';
import type { Pools } from './pools.ts';

/**
 * Words are found only for the lenses in view, as a file may hold very many; and for those at once,
 * not when VS Code asks for each: when newer lenses come while it waits for the words of older ones,
 * it writes these on the newer lenses (codelensController.ts, `updateCommands`), forgets their
 * arguments a moment later, and a click on Send does nothing from then on.
 * What is scrolled into view is asked for, and worded with all others once the scrolling has ended.
 */
type RequestLens = vscode.CodeLens & {
  document: vscode.TextDocument;
  placed: PlacedRequest;
  part: (typeof parts)[number];
};

const parts = ['action', 'state'] as const;

/** VS Code asks for all lenses of a document again: past this many requests, not every second. */
const maxTickingRequests = 1000;

/** Between two times that VS Code is told to ask for so many. */
const largeRestMs = 1000;

/** Lines beyond those in view whose lenses are worded, too. */
const marginLines = 30;

const scrolledMs = 300;

export function registerSendLens(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  clock: ForecastClock,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = createLensRefresh(() => {
    changed.fire();
  });
  const tick = (cause: Tick): void => {
    const sizes = visibleHttpDocuments().map((each) => documents.read(each).requests.length);
    if (cause === 'change' || sizes.every((size) => size <= maxTickingRequests)) refresh.tell();
  };
  let scrolled: NodeJS.Timeout | null = null;
  const onScroll = ({ textEditor }: vscode.TextEditorVisibleRangesChangeEvent): void => {
    if (!isHttp(textEditor.document)) return;
    if (scrolled !== null) clearTimeout(scrolled);
    scrolled = setTimeout(refresh.tell, scrolledMs);
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const lenses = sendLenses(documents, exchanges, pools, document);
      // While a large file is sent from end to end, it is not handed over again and again.
      if (lenses.length > maxTickingRequests * parts.length) setTimeout(refresh.asked, largeRestMs);
      else setImmediate(refresh.asked);
      return lenses;
    },
    resolveCodeLens: (lens) => resolvedLens(documents, exchanges, pools, lens),
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider({ language: 'http' }, provider),
    exchanges.onDidChange(refresh.tell),
    documents.onDidChangeAround(refresh.tell),
    clock.onDidTick(tick),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh.tell),
    vscode.window.onDidChangeTextEditorVisibleRanges(onScroll),
    changed,
    refresh,
    new vscode.Disposable(() => {
      if (scrolled !== null) clearTimeout(scrolled);
    }),
  );
}

/** Two for each request; those in view have their words. */
export function sendLenses(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  document: vscode.TextDocument,
): vscode.CodeLens[] {
  const lenses: RequestLens[] = [];
  const shown = shownLines(document, marginLines);
  for (const placed of documents.read(document).requests) {
    const range = new vscode.Range(placed.line, 0, placed.line, 0);
    const isShown = shown.some(([first, last]) => placed.line >= first && placed.line <= last);
    for (const part of parts) {
      const lens = new vscode.CodeLens(range) as RequestLens;
      lens.document = document;
      lens.placed = placed;
      lens.part = part;
      if (isShown) lens.command = command(documents, exchanges, pools, lens);
      lenses.push(lens);
    }
  }
  return lenses;
}

export function resolvedLens(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  lens: vscode.CodeLens,
): vscode.CodeLens {
  if (isRequestLens(lens)) lens.command = command(documents, exchanges, pools, lens);
  return lens;
}

function isRequestLens(lens: vscode.CodeLens): lens is RequestLens {
  return 'placed' in lens;
}

function command(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  { document, placed, part }: RequestLens,
): vscode.Command {
  const reference = referenceTo(document, placed);
  const isSending = exchanges.at(document, placed)?.kind === 'sending';
  if (part === 'action') return isSending ? sendingLens() : sendLens(reference);
  if (isSending) return cancelLens(reference);
  const resolution = documents.read(document).resolve(placed);
  if (resolution.kind === 'problems')
    return explainLens(reference, problemTitle(resolution.problems));
  const request = previewOf(resolution);
  if (request === null) return explainLens(reference, describeNeeds(resolution.needs));
  const text = describeForecast(pools.client().forecast(request), hostOf(request.url));
  return explainLens(reference, text);
}

function sendLens(reference: RequestReference): vscode.Command {
  if (!vscode.workspace.isTrusted) {
    return {
      title: `$(shield) ${vscode.l10n.t('Trust this workspace to send')}`,
      command: 'workbench.trust.manage',
    };
  }
  return {
    title: `$(play) ${vscode.l10n.t('Send')}`,
    tooltip: vscode.l10n.t('Send this request'),
    command: 'keepalive.send',
    arguments: [reference],
  };
}

/** Plain text where Send was: a double click must not be a send and its cancel. */
function sendingLens(): vscode.Command {
  return { title: `$(loading~spin) ${vscode.l10n.t('Sending…')}`, command: '' };
}

function cancelLens(reference: RequestReference): vscode.Command {
  return {
    title: vscode.l10n.t('Cancel'),
    tooltip: vscode.l10n.t('Stop waiting for this request and close its connection'),
    command: 'keepalive.cancel',
    arguments: [reference],
  };
}

function explainLens(reference: RequestReference, title: string): vscode.Command {
  const tooltip = vscode.l10n.t('Show the reason and the timing');
  return { title, tooltip, command: 'keepalive.explain', arguments: [reference] };
}

function problemTitle(problems: readonly { readonly message: string }[]): string {
  const [first] = problems;
  return `$(warning) ${first?.message ?? vscode.l10n.t('This request has a problem')}`;
}
