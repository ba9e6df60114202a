/**
 * Responses as read-only documents, one a sending and mode, opened beside the request.
 * A virtual document has find, folding, themes and accessibility from the editor.
 */
import * as vscode from 'vscode';
import { loadCharsetOf } from '../client/charset.ts';
import type { Arrival, Exchange } from '../client/exchange.ts';
import { responseTitle } from '../insight/responseTitle.ts';
import { responseModes, responseSteps } from '../insight/responseText.ts';
import type { ResponseDocument, ResponseMode } from '../insight/responseText.ts';
import type { Output } from './output.ts';
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
  /** Opens a response that is still coming, as `show` opens it when it is there; whether or not it could be opened, it is ended by `end`. */
  showComing(coming: Coming): Promise<ComingDocument>;
  /** What a document shows that is still coming; null for all others. */
  comingAt(uri: vscode.Uri): Coming | null;
  /** Fires when what there is to be said of a document that was or is coming has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Those kept, the newest sending first. */
  kept(): readonly Exchange[];
  dispose(): void;
};

/** A response that is still coming. */
export type Coming = {
  readonly title: string;
  readonly languageId: string;
  readonly text: (mode: ResponseMode) => string;
  /** When the place in a text came that `text` has given last; null where that is not known. */
  readonly arrivalAt: (line: number, column: number) => Arrival | null;
  /** Of its body what is at hand until now, and what is to be known of that. */
  readonly soFar: () => { readonly text: string; readonly notes: readonly string[] };
  /** To save it under. */
  readonly fileName: string;
  /** How far it has come, and what is to be known of it. */
  readonly words: () => { readonly progress: string; readonly notes: readonly string[] };
  readonly cancel: () => void;
};

export type ComingDocument = {
  readonly uri: vscode.Uri;
  /** There is more of its text. */
  readonly refresh: () => void;
  /** There is more to be said of it. */
  readonly tell: () => void;
  /** From now on the document shows the exchange. */
  readonly end: (exchange: Exchange) => void;
};

export const responseScheme = 'keepalive-response';

export function modeOf({ query }: vscode.Uri): ResponseMode {
  return responseModes.find((mode) => mode === query) ?? 'body';
}

/** A body is held in memory as long as its response can be shown. */
const maxKept = 20;

export function createResponses(output: Output): Responses {
  /** By number, which is the URI's authority; oldest first. */
  const kept = new Map<string, Exchange>();
  const numbers = new WeakMap<Exchange, string>();
  const contents = new WeakMap<Exchange, Map<ResponseMode, Promise<ResponseDocument>>>();
  const remarks = new WeakMap<Exchange, string>();
  const coming = new Map<string, Coming>();
  /** Shown while they came, but not since. */
  const justCame = new WeakSet<Exchange>();
  const textChanged = new vscode.EventEmitter<vscode.Uri>();
  const changed = new vscode.EventEmitter<void>();
  let lastNumber = 0;

  /** VS Code refuses when two are to open in one place at once. The response is there all the same, and can be shown by its command. */
  async function attempt(work: () => Thenable<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      output.warn(`The response can't be shown: ${String(error)}`);
    }
  }

  const exchangeOf = (uri: vscode.Uri): Exchange | null =>
    uri.scheme === responseScheme ? (kept.get(uri.authority) ?? null) : null;

  const comingAt = (uri: vscode.Uri): Coming | null =>
    uri.scheme === responseScheme ? (coming.get(uri.authority) ?? null) : null;

  /** Made once, however many ask. */
  function content(exchange: Exchange, mode: ResponseMode): Promise<ResponseDocument> {
    const modes = contents.get(exchange) ?? new Map<ResponseMode, Promise<ResponseDocument>>();
    contents.set(exchange, modes);
    const made = modes.get(mode) ?? documentOf(exchange, mode);
    modes.set(mode, made);
    const remark = remarks.get(exchange);
    if (remark === undefined) return made;
    return made.then((document) => ({ ...document, notes: [remark, ...document.notes] }));
  }

  const provider = vscode.workspace.registerTextDocumentContentProvider(responseScheme, {
    onDidChange: textChanged.event,
    async provideTextDocumentContent(uri) {
      const isComing = comingAt(uri);
      if (isComing !== null) return isComing.text(modeOf(uri));
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
    const uri = uriOf(keep(exchange), responseTitle(exchange), mode);
    const document = await vscode.workspace.openTextDocument(uri);
    return inLanguage(document, (await content(exchange, mode)).languageId);
  }

  async function showComing(one: Coming): Promise<ComingDocument> {
    const number = String(++lastNumber);
    coming.set(number, one);
    const { mode } = readViewSettings();
    const uri = uriOf(number, one.title, mode);
    await attempt(async () => {
      const document = await vscode.workspace.openTextDocument(uri);
      const languageId = mode === 'body' ? one.languageId : document.languageId;
      const worded = await inLanguage(document, languageId);
      await vscode.window.showTextDocument(worded, placeOfResponse());
    });
    return {
      uri,
      refresh: () => {
        textChanged.fire(uri);
      },
      tell: () => {
        changed.fire();
      },
      end: (exchange) => {
        coming.delete(number);
        numbers.set(exchange, number);
        justCame.add(exchange);
        keep(exchange);
        textChanged.fire(uri);
        changed.fire();
      },
    };
  }

  return {
    open,
    exchangeOf,
    showComing,
    comingAt,
    onDidChange: changed.event,
    contentOf: (uri) => {
      const exchange = exchangeOf(uri);
      return exchange === null ? null : content(exchange, modeOf(uri));
    },
    kept: () => [...kept.values()].toSorted((a, b) => b.startedAt - a.startedAt),
    async show(exchange, mode = readViewSettings().mode, remark) {
      if (remark !== undefined) remarks.set(exchange, remark);
      await attempt(async () => {
        const document = await open(exchange, mode);
        const tab = justCame.delete(exchange) ? tabOf(document.uri) : null;
        if (tab === null) await vscode.window.showTextDocument(document, placeOfResponse());
        else if (!tab.isActive) {
          // Whoever has put another one before it while it came may not want to be led back.
          const { viewColumn } = tab.group;
          await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
        }
      });
    },
    dispose() {
      vscode.Disposable.from(provider, textChanged, changed).dispose();
      kept.clear();
    },
  };
}

async function documentOf(exchange: Exchange, mode: ResponseMode): Promise<ResponseDocument> {
  await loadCharsetOf(exchange);
  return inSlices(responseSteps(exchange, mode));
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

function uriOf(number: string, title: string, mode: ResponseMode): vscode.Uri {
  const suffix = mode === 'body' ? '' : ` · ${modeWord(mode)}`;
  // A slash in it would cut the tab's title short.
  const path = `/${`${title}${suffix}`.replaceAll('/', '∕')}`;
  const query = mode === 'body' ? '' : mode;
  return vscode.Uri.from({ scheme: responseScheme, authority: number, path, query });
}

function tabOf(uri: vscode.Uri): vscode.Tab | null {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const isIt = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return tabs.find(isIt) ?? null;
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
