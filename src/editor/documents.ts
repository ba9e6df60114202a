/**
 * One parse per document version, shared by lens, hover, diagnostics and send.
 */
import * as vscode from 'vscode';
import type { HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import { parse } from '../parser/parse.ts';
import { requestAtLine, requestsOf } from '../parser/requests.ts';
import { resolve } from '../request/resolve.ts';
import type { Resolution } from '../request/resolve.ts';
import { fileScope } from '../request/scope.ts';

/** One version of a document, read. */
export type ParsedDocument = {
  readonly version: number;
  readonly file: HttpFile;
  readonly requests: readonly PlacedRequest[];
  requestAt(line: number): PlacedRequest | null;
  resolve(placed: PlacedRequest): Resolution;
};

export type Documents = {
  read(document: vscode.TextDocument): ParsedDocument;
  dispose(): void;
};

export function isHttp(document: vscode.TextDocument): boolean {
  return document.languageId === 'http';
}

/** The `.http` documents that can be seen now, each once. */
export function visibleHttpDocuments(): readonly vscode.TextDocument[] {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  return [...new Set(documents.filter(isHttp))];
}

export function createDocuments(): Documents {
  const cache = new Map<vscode.TextDocument, ParsedDocument>();
  const closed = vscode.workspace.onDidCloseTextDocument((document) => cache.delete(document));
  return {
    read(document) {
      const known = cache.get(document);
      if (known?.version === document.version) return known;
      const parsed = parsedDocument(document);
      // A closed document may still be asked about, and nothing would drop it afterwards.
      if (!document.isClosed) cache.set(document, parsed);
      return parsed;
    },
    dispose() {
      closed.dispose();
      cache.clear();
    },
  };
}

function parsedDocument(document: vscode.TextDocument): ParsedDocument {
  const file = parse(document.getText());
  const scope = fileScope(file, new Map());
  return {
    version: document.version,
    file,
    requests: requestsOf(file),
    requestAt: (line) => requestAtLine(file, line),
    resolve: (placed) => resolve(placed, scope, fileName(document)),
  };
}

/** How an exchange names its file: a path where there is one, else the URI. */
function fileName(document: vscode.TextDocument): string {
  return document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
}
