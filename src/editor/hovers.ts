/** The hover on a request line, the annotation after it included: the timing panel. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { hostOf } from '../insight/endpointText.ts';
import { exchangeHover, forecastHover, refusedHover, type HoverLinks } from '../insight/hover.ts';
import { escapeMarkdown } from '../insight/markdown.ts';
import { describeNeeds } from '../insight/needText.ts';
import { previewOf } from '../request/resolve.ts';
import { referenceTo, type RequestReference } from './commands.ts';
import { currentTheme } from './currentTheme.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { Pools } from './pools.ts';

/** The only commands that a link in the hover may run, whatever a server has written into it. */
const linkedCommands = [
  'keepalive.showResponse',
  'keepalive.showConnections',
  'keepalive.sendFresh',
] as const;

export function registerHovers(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: 'http' },
    {
      provideHover: (document, position) =>
        hoverAt(documents, exchanges, pools, document, position.line),
    },
  );
}

export function hoverAt(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  document: vscode.TextDocument,
  line: number,
): vscode.Hover | null {
  const placed = documents.read(document).requestAt(line);
  if (placed?.line !== line) return null;
  const text = markdown(documents, exchanges, pools, document, placed);
  const shown = new vscode.MarkdownString(text);
  shown.isTrusted = { enabledCommands: linkedCommands };
  return new vscode.Hover(shown, document.lineAt(placed.line).range);
}

function markdown(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  document: vscode.TextDocument,
  placed: PlacedRequest,
): string {
  const reference = referenceTo(document, placed);
  const run = exchanges.at(document, placed);
  if (run?.kind === 'exchanged') {
    return exchangeHover(run.exchange, currentTheme(), linksOf(reference, run.exchange));
  }
  if (run?.kind === 'sending') return `**${vscode.l10n.t('Being sent')}**`;
  const refused = run?.kind === 'refused' ? run.message : null;
  const resolution = documents.read(document).resolve(placed);
  if (resolution.kind === 'problems') {
    return resolution.problems.map(({ message }) => escapeMarkdown(message)).join('\n\n');
  }
  const request = previewOf(resolution);
  if (request === null) {
    return refused === null
      ? escapeMarkdown(describeNeeds(resolution.needs))
      : refusedHover(refused);
  }
  const forecast = pools.client().forecast(request);
  return forecastHover(forecast, hostOf(request.url), linksOf(reference, null), refused);
}

/** Only where there is something to show, and something may be sent. */
function linksOf(reference: RequestReference, exchange: Exchange | null): HoverLinks {
  const link = (command: (typeof linkedCommands)[number], argument: object = reference): string =>
    `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
  const last = exchange?.hops.at(-1);
  return {
    ...(last?.response == null ? {} : { showResponse: link('keepalive.showResponse') }),
    ...(last?.connection == null
      ? {}
      : {
          showConnection: link('keepalive.showConnections', { connection: last.connection.id }),
        }),
    ...(vscode.workspace.isTrusted ? { sendFresh: link('keepalive.sendFresh') } : {}),
  };
}
