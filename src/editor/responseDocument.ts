/**
 * Responses as read-only documents, one a sending and mode, opened beside the request.
 * A virtual document has find, folding, themes and accessibility from the editor.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { responseTitle } from '../insight/responseTitle.ts';
import { responseModes, responseSteps } from '../insight/responseText.ts';
import type { ResponseDocument, ResponseMode } from '../insight/responseText.ts';
import { inSlices } from './slices.ts';
import { readViewSettings } from './viewSettings.ts';

export type Responses = {
  /** Opens the response where the settings want it; `mode` is theirs without one. A remark stands above it. */
  show(exchange: Exchange, mode?: ResponseMode, remark?: string): Promise<void>;
  /** The document of a response, ready to be shown in whatever way. */
  open(exchange: Exchange, mode: ResponseMode): Promise<vscode.TextDocument>;
  /** The exchange that a response document shows; null when it is no longer kept. */
  exchangeOf(uri: vscode.Uri): Exchange | null;
  /** What a response document is made of; null when it is no longer kept. */
  contentOf(uri: vscode.Uri): Promise<ResponseDocument> | null;
  /** Those kept, the newest sending first. */
  kept(): readonly Exchange[];
  dispose(): void;
};

export const responseScheme = 'keepalive-response';

export function modeOf({ query }: vscode.Uri): ResponseMode {
  return responseModes.find((mode) => mode === query) ?? 'body';
}

/** A body is held in memory as long as its response can be shown. */
const maxKept = 20;

export function createResponses(): Responses {
  /** By number, which is the URI's authority; oldest first. */
  const kept = new Map<string, Exchange>();
  const numbers = new WeakMap<Exchange, string>();
  const contents = new WeakMap<Exchange, Map<ResponseMode, Promise<ResponseDocument>>>();
  const remarks = new WeakMap<Exchange, string>();
  let lastNumber = 0;

  const exchangeOf = (uri: vscode.Uri): Exchange | null =>
    uri.scheme === responseScheme ? (kept.get(uri.authority) ?? null) : null;

  /** Made once, however many ask. */
  function content(exchange: Exchange, mode: ResponseMode): Promise<ResponseDocument> {
    const modes = contents.get(exchange) ?? new Map<ResponseMode, Promise<ResponseDocument>>();
    contents.set(exchange, modes);
    const made = modes.get(mode) ?? inSlices(responseSteps(exchange, mode));
    modes.set(mode, made);
    const remark = remarks.get(exchange);
    if (remark === undefined) return made;
    return made.then((document) => ({ ...document, notes: [remark, ...document.notes] }));
  }

  const provider = vscode.workspace.registerTextDocumentContentProvider(responseScheme, {
    async provideTextDocumentContent(uri) {
      const exchange = exchangeOf(uri);
      if (exchange === null) {
        return vscode.l10n.t('This response is no longer kept. Send the request again to see it');
      }
      return (await content(exchange, modeOf(uri))).text;
    },
  });

  function keep(exchange: Exchange): string {
    const number = numbers.get(exchange) ?? String(++lastNumber);
    numbers.set(exchange, number);
    // Shown again is used again: it goes to the end of the queue.
    kept.delete(number);
    kept.set(number, exchange);
    for (const oldest of [...kept.keys()].slice(0, -maxKept)) kept.delete(oldest);
    return number;
  }

  async function open(exchange: Exchange, mode: ResponseMode): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.from({
      scheme: responseScheme,
      authority: keep(exchange),
      path: `/${titleOf(exchange, mode)}`,
      query: mode === 'body' ? '' : mode,
    });
    const document = await vscode.workspace.openTextDocument(uri);
    return inLanguage(document, (await content(exchange, mode)).languageId);
  }

  return {
    open,
    exchangeOf,
    contentOf: (uri) => {
      const exchange = exchangeOf(uri);
      return exchange === null ? null : content(exchange, modeOf(uri));
    },
    kept: () => [...kept.values()].toSorted((a, b) => b.startedAt - a.startedAt),
    async show(exchange, mode = readViewSettings().mode, remark) {
      if (remark !== undefined) remarks.set(exchange, remark);
      const document = await open(exchange, mode);
      await vscode.window.showTextDocument(document, placeOfResponse());
    },
    dispose() {
      provider.dispose();
      kept.clear();
    },
  };
}

/** Where responses are to stand; where one has the focus already, in its place. */
export function placeOfResponse(): {
  viewColumn: vscode.ViewColumn;
  preview: true;
  preserveFocus: boolean;
} {
  const { column, takesFocus } = readViewSettings();
  const inPlace = vscode.window.activeTextEditor?.document.uri.scheme === responseScheme;
  const isActive = inPlace || column === 'active';
  return {
    viewColumn: isActive ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
    preview: true,
    preserveFocus: !inPlace && !takesFocus,
  };
}

async function inLanguage(
  document: vscode.TextDocument,
  languageId: string,
): Promise<vscode.TextDocument> {
  if (document.languageId === languageId) return document;
  // An editor without its JSON or XML extension does not know the language, and would throw.
  const known = await vscode.languages.getLanguages();
  if (!known.includes(languageId)) return document;
  return vscode.languages.setTextDocumentLanguage(document, languageId);
}

/** A slash in it would cut the tab's title short. */
function titleOf(exchange: Exchange, mode: ResponseMode): string {
  const suffix = mode === 'body' ? '' : ` · ${modeWord(mode)}`;
  return `${responseTitle(exchange)}${suffix}`.replaceAll('/', '∕');
}

export function modeWord(mode: ResponseMode): string {
  switch (mode) {
    case 'full':
      return vscode.l10n.t('full');
    case 'headers':
      return vscode.l10n.t('headers');
    case 'body':
      return vscode.l10n.t('body');
    case 'exchange':
      return vscode.l10n.t('exchange');
  }
}
