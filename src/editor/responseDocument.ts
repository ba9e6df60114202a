/**
 * Responses as read-only documents, one a sending, opened beside the request.
 * A virtual document has find, folding, themes and accessibility from the editor.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { responseDocument } from '../insight/responseText.ts';

export type ResponsePart = 'body' | 'headers';

export type Responses = {
  /** Opens the response beside the active editor, which keeps the focus. */
  show(exchange: Exchange, part?: ResponsePart): Promise<void>;
  /** The exchange that a response document shows; null when it is no longer kept. */
  exchangeOf(uri: vscode.Uri): Exchange | null;
  dispose(): void;
};

export const responseScheme = 'keepalive-response';

/** A body is held in memory as long as its response can be shown. */
const maxKept = 20;

export function createResponses(): Responses {
  /** By number, which is the URI's authority; oldest first. */
  const kept = new Map<string, Exchange>();
  const numbers = new WeakMap<Exchange, string>();
  let lastNumber = 0;

  const exchangeOf = (uri: vscode.Uri): Exchange | null => kept.get(uri.authority) ?? null;
  const provider = vscode.workspace.registerTextDocumentContentProvider(responseScheme, {
    provideTextDocumentContent(uri) {
      const exchange = exchangeOf(uri);
      if (exchange === null) {
        return vscode.l10n.t('This response is no longer kept. Send the request again to see it');
      }
      const { text, head } = responseDocument(exchange);
      return uri.query === 'headers' ? head : text;
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

  return {
    exchangeOf,
    async show(exchange, part = 'body') {
      const uri = vscode.Uri.from({
        scheme: responseScheme,
        authority: keep(exchange),
        path: `/${titleOf(exchange, part)}`,
        query: part === 'headers' ? 'headers' : '',
      });
      const document = await vscode.workspace.openTextDocument(uri);
      if (part === 'body') await setLanguage(document, responseDocument(exchange).languageId);
      await vscode.window.showTextDocument(document, {
        viewColumn: columnFor(),
        preview: true,
        preserveFocus: true,
      });
    },
    dispose() {
      provider.dispose();
      kept.clear();
    },
  };
}

/** Beside the request; where a response has the focus already, in its place. */
function columnFor(): vscode.ViewColumn {
  const active = vscode.window.activeTextEditor?.document.uri.scheme;
  return active === responseScheme ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}

async function setLanguage(document: vscode.TextDocument, languageId: string): Promise<void> {
  if (document.languageId === languageId) return;
  // An editor without its JSON or XML extension does not know the language, and would throw.
  const known = await vscode.languages.getLanguages();
  if (known.includes(languageId)) {
    await vscode.languages.setTextDocumentLanguage(document, languageId);
  }
}

/** The tab's title, such as `login · 200 OK`; a slash in it would cut it short. */
function titleOf({ source, method, url, hops }: Exchange, part: ResponsePart): string {
  const response = hops.at(-1)?.response;
  const name = source.name ?? source.title ?? `${method} ${pathOf(url)}`;
  const status =
    response == null ? [] : [`${String(response.status)} ${response.statusText}`.trim()];
  const headers = part === 'headers' ? [vscode.l10n.t('headers')] : [];
  return [name, ...status, ...headers].join(' · ').replaceAll('/', '∕');
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
