/**
 * Responses as read-only documents, one a sending and mode, opened beside the request.
 * A virtual document has find, folding, themes and accessibility from the editor.
 */
import * as vscode from 'vscode';
import { loadCharsetOf } from '../client/charset.ts';
import type { Arrival, Exchange } from '../client/exchange.ts';
import { responseTitle } from '../insight/responseTitle.ts';
import {
  responseSteps,
  type ResponseDocument,
  type ResponseMode,
} from '../insight/responseText.ts';
import { contentOf, createKeptResponses, type KeptResponse } from './keptResponses.ts';
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

export function createResponses(settings: Settings, output: Output): Responses {
  const kept = createKeptResponses(openResponses);
  const coming = new Map<string, Coming>();
  const textChanged = new vscode.EventEmitter<vscode.Uri>();
  const changed = new vscode.EventEmitter<void>();

  /** VS Code refuses when two are to open in one place at once. The response is there all the same, and can be shown by its command. */
  async function attempt(work: () => Thenable<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      output.warn(`The response can't be shown: ${String(error)}`);
    }
  }

  const keptAt = (uri: vscode.Uri): KeptResponse | null =>
    uri.scheme === responseScheme ? kept.at(uri.authority) : null;

  const comingAt = (uri: vscode.Uri): Coming | null =>
    uri.scheme === responseScheme ? (coming.get(uri.authority) ?? null) : null;

  function content(one: KeptResponse, mode: ResponseMode): Promise<ResponseDocument> {
    const made = contentOf(one, mode, () => documentOf(one.exchange, mode));
    const { remark } = one;
    if (remark === null) return made;
    return made.then((document) => ({ ...document, notes: [remark, ...document.notes] }));
  }

  const provider = vscode.workspace.registerTextDocumentContentProvider(responseScheme, {
    onDidChange: textChanged.event,
    async provideTextDocumentContent(uri) {
      const isComing = comingAt(uri);
      if (isComing !== null) return isComing.text(modeOf(uri));
      const one = keptAt(uri);
      if (one === null) {
        return vscode.l10n.t('This response is no longer kept. Send the request again to see it');
      }
      return (await content(one, modeOf(uri))).text;
    },
  });

  async function open(exchange: Exchange, mode: ResponseMode): Promise<vscode.TextDocument> {
    const one = kept.keep(exchange);
    const uri = uriOf(one.number, responseTitle(exchange), mode);
    const document = await vscode.workspace.openTextDocument(uri);
    return inLanguage(document, (await content(one, mode)).languageId);
  }

  async function showComing(one: Coming, place: ResponsePlace): Promise<ComingDocument> {
    const number = kept.next();
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
        kept.keep(exchange, number).hasJustCome = true;
        textChanged.fire(uri);
        changed.fire();
      },
    };
  }

  return {
    open,
    exchangeOf: (uri) => keptAt(uri)?.exchange ?? null,
    showComing,
    comingAt,
    onDidChange: changed.event,
    contentOf: (uri) => {
      const one = keptAt(uri);
      return one === null ? null : content(one, modeOf(uri));
    },
    previousOf: (exchange) => kept.previousOf(exchange)?.exchange ?? null,
    async show(exchange, mode = settings.view(exchange.source.file).mode, remark) {
      if (remark !== undefined) kept.keep(exchange).remark = remark;
      await attempt(async () => {
        const place = placeOfResponse(settings.view(exchange.source.file));
        await vscode.window.showTextDocument(await open(exchange, mode), place);
      });
    },
    async showNew(exchange, place) {
      const previous = kept.previousOf(exchange);
      const one = kept.keep(exchange);
      await attempt(async () => {
        const document = await open(exchange, settings.view(exchange.source.file).mode);
        const tab = one.hasJustCome ? tabOf(document.uri) : null;
        one.hasJustCome = false;
        if (tab === null) await vscode.window.showTextDocument(document, place);
        else if (!tab.isActive) {
          // Whoever has put another one before it while it came may not want to be led back.
          const { viewColumn } = tab.group;
          await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
        }
        if (previous !== null) await closeReplaced(previous.number);
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
