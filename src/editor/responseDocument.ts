/**
 * Responses as read-only documents, one a sending and mode, opened beside the request.
 * A virtual document has find, folding, themes and accessibility from the editor.
 */
import * as vscode from 'vscode';
import { loadCharsetOf } from '../client/charset.ts';
import type { Arrival, Exchange } from '../client/exchange.ts';
import { previousOf } from '../insight/previousResponse.ts';
import { responseTitle } from '../insight/responseTitle.ts';
import {
  responseSteps,
  type ResponseDocument,
  type ResponseMode,
} from '../insight/responseText.ts';
import type { Output } from './output.ts';
import {
  closeReplaced,
  openResponses,
  placeOfResponse,
  tabOf,
  type ResponsePlace,
} from './responseTabs.ts';
import { modeOf, responseScheme, uriOf } from './responseUri.ts';
import type { Settings } from './settings.ts';
import { inSlices } from './slices.ts';

export type Responses = {
  /** Opens the response where the settings want it; `mode` is theirs without one. A remark stands above it. */
  show(exchange: Exchange, mode?: ResponseMode, remark?: string): Promise<void>;
  /** Opens one that has just come, in place of the one before it of its request. */
  showNew(exchange: Exchange, place: ResponsePlace): Promise<void>;
  /** The document of a response, ready to be shown in whatever way. */
  open(exchange: Exchange, mode: ResponseMode): Promise<vscode.TextDocument>;
  /** The exchange that a response document shows; null when it is no longer kept. */
  exchangeOf(uri: vscode.Uri): Exchange | null;
  /** What a response document is made of; null when it is no longer kept. */
  contentOf(uri: vscode.Uri): Promise<ResponseDocument> | null;
  /** Opens a response that is still coming, as `showNew` opens it when it is there; whether or not it could be opened, it is ended by `end`. */
  showComing(coming: Coming, place: ResponsePlace): Promise<ComingDocument>;
  /** What a document shows that is still coming; null for all others. */
  comingAt(uri: vscode.Uri): Coming | null;
  /** Fires when what there is to be said of a document that was or is coming has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** The one before it of the same request; null where none is kept. */
  previousOf(exchange: Exchange): Exchange | null;
  dispose(): void;
};

/** A response that is still coming. */
export type Coming = {
  /** Where its request stands, as its exchange will name it. */
  readonly file: string;
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

/** Beside those that stand in a tab: the text of a response is held in memory as long as it is kept here. */
const maxKept = 20;

export function createResponses(settings: Settings, output: Output): Responses {
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

  const before = (exchange: Exchange): Exchange | null => previousOf([...kept.values()], exchange);

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
    const open = openResponses();
    const others = [...kept.keys()].filter((each) => !open.has(each));
    for (const oldest of others.slice(0, -maxKept)) kept.delete(oldest);
    return number;
  }

  async function open(exchange: Exchange, mode: ResponseMode): Promise<vscode.TextDocument> {
    const uri = uriOf(keep(exchange), responseTitle(exchange), mode);
    const document = await vscode.workspace.openTextDocument(uri);
    return inLanguage(document, (await content(exchange, mode)).languageId);
  }

  async function showComing(one: Coming, place: ResponsePlace): Promise<ComingDocument> {
    const number = String(++lastNumber);
    coming.set(number, one);
    const { mode } = settings.view(one.file);
    const uri = uriOf(number, one.title, mode);
    await attempt(async () => {
      const document = await vscode.workspace.openTextDocument(uri);
      const languageId = mode === 'body' ? one.languageId : document.languageId;
      const worded = await inLanguage(document, languageId);
      await vscode.window.showTextDocument(worded, place);
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
    previousOf: before,
    async show(exchange, mode = settings.view(exchange.source.file).mode, remark) {
      if (remark !== undefined) remarks.set(exchange, remark);
      await attempt(async () => {
        const place = placeOfResponse(settings.view(exchange.source.file));
        await vscode.window.showTextDocument(await open(exchange, mode), place);
      });
    },
    async showNew(exchange, place) {
      const previous = before(exchange);
      await attempt(async () => {
        const document = await open(exchange, settings.view(exchange.source.file).mode);
        const tab = justCame.delete(exchange) ? tabOf(document.uri) : null;
        if (tab === null) await vscode.window.showTextDocument(document, place);
        else if (!tab.isActive) {
          // Whoever has put another one before it while it came may not want to be led back.
          const { viewColumn } = tab.group;
          await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
        }
        const replaced = previous === null ? undefined : numbers.get(previous);
        if (replaced !== undefined) await closeReplaced(replaced);
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
