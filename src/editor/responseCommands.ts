/** What may be done with a response: look at it otherwise, take it away, compare it. */
import * as vscode from 'vscode';
import { loadCharsetOf } from '../client/charset.ts';
import type { Exchange } from '../client/exchange.ts';
import { responseFileName } from '../insight/fileName.ts';
import { headsText } from '../insight/headText.ts';
import { bodyText, type ResponseMode } from '../insight/responseText.ts';
import { requestTitle } from '../insight/responseTitle.ts';
import { jsonPathAt } from '../language/jsonPath.ts';
import { askWhereToSave, copyComing, saveComing } from './comingBody.ts';
import { registerCommand, requestOf } from './commands.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { History } from './history.ts';
import { createLiveResponse, type LiveResponse } from './liveResponse.ts';
import type { Output } from './output.ts';
import type { Previews } from './preview.ts';
import type { Coming, Responses } from './responseDocument.ts';
import { writeBodyChosen } from './responseFiles.ts';
import { placeFromHere, placeOfResponse, type ResponsePlace } from './responseTabs.ts';
import type { Sending } from './sending.ts';
import type { Settings } from './settings.ts';

export const modeCommands: Readonly<Record<ResponseMode, string>> = {
  full: 'keepalive.showFull',
  headers: 'keepalive.showHeaders',
  body: 'keepalive.showBody',
  exchange: 'keepalive.showExchange',
};

export type ResponseCommands = vscode.Disposable & {
  /** Shows what has just come, in the way that suits it; here, where no other place is given. */
  readonly showNew: (exchange: Exchange, place?: ResponsePlace) => Promise<void>;
  /** For one sending of a request of `file` that begins here: shows its response while it comes. */
  readonly watchNew: (file: string) => LiveResponse;
  /** The sending whose response is coming into the document named or in front; null without one. */
  readonly comingFor: (argument: unknown) => Coming | null;
};

export function registerResponseCommands(
  documents: Documents,
  exchanges: Exchanges,
  sending: Sending,
  history: History,
  responses: Responses,
  previews: Previews,
  settings: Settings,
  output: Output,
): ResponseCommands {
  /** Of the response in front or named by its URI, else of a request; of that sent last where no text is in front. */
  async function exchangeFor(argument: unknown): Promise<Exchange | null> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const uri = argument instanceof vscode.Uri ? argument : active;
    const shown = (uri === undefined ? null : responses.exchangeOf(uri)) ?? previews.active();
    if (shown !== null) return shown;
    if (argument == null && active === undefined) return sending.last();
    const found = await requestOf(documents, argument);
    const run = found === null ? null : exchanges.at(found.document, found.placed);
    return run?.kind === 'exchanged' ? run.exchange : null;
  }

  const placeOf = ({ source }: Exchange): ResponsePlace =>
    placeOfResponse(settings.view(source.file));

  async function showNew(exchange: Exchange, place = placeOf(exchange)): Promise<void> {
    if (previews.isPicture(exchange)) await previews.show(exchange, place);
    else await responses.showNew(exchange, place);
  }

  async function showAgain(exchange: Exchange): Promise<void> {
    if (previews.isPicture(exchange)) await previews.show(exchange, placeOf(exchange));
    else await responses.show(exchange);
  }

  function documentFor(argument: unknown): vscode.Uri | null {
    if (argument instanceof vscode.Uri) return argument;
    const isOther = argument !== undefined && argument !== null;
    return isOther ? null : (vscode.window.activeTextEditor?.document.uri ?? null);
  }

  function comingFor(argument: unknown): Coming | null {
    const uri = documentFor(argument);
    return uri === null ? null : responses.comingAt(uri);
  }

  /** The command does its work where there is an exchange, and says so where there is none, or not yet. */
  function command(
    id: string,
    run: (exchange: Exchange) => unknown,
    whileComing: (coming: Coming, uri: vscode.Uri) => unknown = tellNotEnded,
  ): vscode.Disposable {
    return registerCommand(output, id, async (argument) => {
      const uri = documentFor(argument);
      const coming = uri === null ? null : responses.comingAt(uri);
      if (uri !== null && coming !== null) return whileComing(coming, uri);
      const exchange = await exchangeFor(argument);
      if (exchange !== null) return run(exchange);
      tell(vscode.l10n.t('There is no response yet. Put the cursor in a request and send it'));
      return undefined;
    });
  }

  async function copyBody(exchange: Exchange): Promise<void> {
    const response = exchange.hops.at(-1)?.response;
    if (exchange.bodyFile !== null) {
      tell(vscode.l10n.t('This body is too long to be copied. Save it instead'));
      return;
    }
    await loadCharsetOf(exchange);
    const text = response == null ? null : bodyText(exchange, response);
    if (text === null) tell(vscode.l10n.t('This body is binary. Save it instead'));
    else await vscode.env.clipboard.writeText(text);
  }

  /** As they came: whoever needs a cookie or a token from them has to get at it. */
  async function copyHeaders({ hops }: Exchange): Promise<void> {
    const last = hops.at(-1);
    const text = last === undefined ? '' : headsText(last);
    if (text === '') tell(vscode.l10n.t('There are no headers, as no response came'));
    else await vscode.env.clipboard.writeText(text);
  }

  async function copyJsonPath(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const content = editor === undefined ? null : await responses.contentOf(editor.document.uri);
    const offset = editor?.document.offsetAt(editor.selection.active) ?? 0;
    if (content === null || !isJson(content.text, content.bodyStart)) {
      tell(vscode.l10n.t('There is no JSON here. Put the cursor in a JSON response'));
      return;
    }
    const { text, bodyStart } = content;
    const path = jsonPathAt(text.slice(bodyStart), Math.max(0, offset - bodyStart));
    await vscode.env.clipboard.writeText(path);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', path), 5000);
  }

  async function saveBody(exchange: Exchange): Promise<void> {
    const uri = await askWhereToSave(responseFileName(exchange));
    if (uri !== undefined) await writeBodyChosen(uri, exchange.bodyFile ?? exchange.body.bytes());
  }

  async function compareWithPrevious(exchange: Exchange): Promise<void> {
    const shown = responses.previousOf(exchange);
    const remembered = (await history.previousOf(exchange))?.exchange ?? null;
    // What this window has is whole, but after a reload the one just before is in the history alone.
    const isOlder = (remembered?.startedAt ?? -Infinity) <= (shown?.startedAt ?? -Infinity);
    const previous = isOlder ? shown : remembered;
    if (previous === null)
      tell(vscode.l10n.t('There is no earlier response of this request to compare with'));
    else await compareResponses(responses, previous, exchange, previous === remembered);
  }

  const views = Object.entries(modeCommands) as [ResponseMode, string][];
  const registered = vscode.Disposable.from(
    command('keepalive.showResponse', showAgain),
    ...views.map(([mode, id]) => command(id, (exchange) => responses.show(exchange, mode))),
    command('keepalive.previewResponse', async (exchange) => {
      if (previews.canShow(exchange)) await previews.show(exchange, placeOf(exchange));
      else tell(vscode.l10n.t('Only images and HTML of up to 20 MB can be previewed'));
    }),
    command('keepalive.openBodyFile', async ({ bodyFile }) => {
      if (bodyFile === null) tell(vscode.l10n.t('The whole body is shown already'));
      else await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(bodyFile.path));
    }),
    command('keepalive.copyBody', copyBody, copyComing),
    command('keepalive.copyHeaders', copyHeaders),
    command('keepalive.saveBody', saveBody, (coming, uri) => saveComing(coming, uri, responses)),
    command('keepalive.compareWithPrevious', compareWithPrevious),
    registerCommand(output, 'keepalive.copyJsonPath', copyJsonPath),
  );
  const watchNew = (file: string): LiveResponse =>
    createLiveResponse(
      responses,
      placeFromHere(() => settings.view(file)),
    );
  return Object.assign(registered, { showNew, watchNew, comingFor });
}

/** The older one on the left. What is remembered has its secrets in stars, and the title says so. */
export async function compareResponses(
  responses: Responses,
  left: Exchange,
  right: Exchange,
  isRemembered: boolean,
): Promise<void> {
  const [before, after] = await Promise.all([
    responses.open(left, 'full'),
    responses.open(right, 'full'),
  ]);
  const [from, to] = [new Date(left.startedAt), new Date(right.startedAt)];
  const isSameDay = from.toDateString() === to.toDateString();
  const time = (date: Date): string =>
    isSameDay ? date.toLocaleTimeString() : date.toLocaleString();
  const remark = isRemembered ? ` · ${vscode.l10n.t('from the history: secrets are stars')}` : '';
  const title = `${requestTitle(right)}: ${time(from)} ↔ ${time(to)}${remark}`;
  await vscode.commands.executeCommand('vscode.diff', before.uri, after.uri, title);
}

function isJson(text: string, bodyStart: number): boolean {
  return /^\s*[[{]/.test(text.slice(bodyStart, bodyStart + 1000));
}

function tellNotEnded(): void {
  tell(
    vscode.l10n.t(
      'This response is still coming. Wait for its end, or cancel it to go on with what has come',
    ),
  );
}

function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
