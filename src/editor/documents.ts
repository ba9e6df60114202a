/**
 * One tree per document version, shared by all surfaces. An edit reads again what it touched and
 * no more, so that typing in a file of 100,000 requests costs what it does in one of ten.
 */
import * as vscode from 'vscode';
import type { HttpSource, Text } from '../language/source.ts';
import { joinEdits } from '../parser/edit.ts';
import type { HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import { parse } from '../parser/parse.ts';
import { reparse } from '../parser/reparse.ts';
import { requestAtLine, requestsOf } from '../parser/requests.ts';
import { resolve, type Resolution } from '../request/resolve.ts';
import { fileScope, type Scope } from '../request/scope.ts';
import type { Around } from './around.ts';
import { createEdits, type Edits } from './edits.ts';
import type { Environments } from './environments.ts';

/** One version of a document, read. What grows with the file is found out when it is asked for. */
export type ParsedDocument = HttpSource & {
  readonly version: number;
  /** Another object when what is around the document has changed. */
  readonly around: Around;
  readonly scope: Scope;
  readonly requests: readonly PlacedRequest[];
  requestAt(line: number): PlacedRequest | null;
  resolve(placed: PlacedRequest): Resolution;
};

export type Documents = {
  /** Fires when what is around a document has changed, so that it reads otherwise than before. */
  readonly onDidChangeAround: vscode.Event<void>;
  read(document: vscode.TextDocument): ParsedDocument;
  readonly editsSince: Edits['since'];
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

export function createDocuments(environments: Environments): Documents {
  const cache = new Map<vscode.TextDocument, ParsedDocument>();
  const edits = createEdits(isHttp);

  function keep(document: vscode.TextDocument, file: HttpFile): ParsedDocument {
    const parsed = parsedDocument(document, file, environments.of(document));
    // A closed document may still be asked about, and nothing would drop it afterwards.
    if (!document.isClosed) cache.set(document, parsed);
    return parsed;
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidCloseTextDocument((document) => cache.delete(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const known = cache.get(document);
      if (known === undefined || known.version === document.version) return;
      const file = edited(document, known.file, contentChanges);
      if (file === null) cache.delete(document);
      else keep(document, file);
    }),
  );
  return {
    onDidChangeAround: environments.onDidChange,
    editsSince: edits.since,
    read(document) {
      const known = cache.get(document);
      if (known?.version !== document.version) return keep(document, parse(document.getText()));
      return known.around === environments.of(document) ? known : keep(document, known.file);
    },
    dispose() {
      listeners.dispose();
      edits.dispose();
      cache.clear();
    },
  };
}

/** More edits at once touch most of the file anyway. */
const maxEdits = 1000;

/** Null where the text is other than the edits tell, as when all line ends change. */
function edited(
  document: vscode.TextDocument,
  file: HttpFile,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): HttpFile | null {
  if (changes.length === 0 || changes.length > maxEdits) return null;
  const edits = changes.map(({ rangeOffset, rangeLength, text }) => {
    return { offset: rangeOffset, removed: rangeLength, inserted: text.length };
  });
  const text = textOf(document);
  const edit = joinEdits(edits);
  const last = file.chunks.at(-1);
  const length = last === undefined ? 0 : last.offset + last.chunk.length;
  if (length + edit.inserted - edit.removed !== text.length) return null;
  return reparse(file, text, edit);
}

/** The text as it is now, never joined into one string. */
function textOf(document: vscode.TextDocument): Text {
  return {
    get length() {
      return document.offsetAt(new vscode.Position(document.lineCount, 0));
    },
    slice: (start, end) =>
      document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))),
  };
}

function parsedDocument(
  document: vscode.TextDocument,
  file: HttpFile,
  around: Around,
): ParsedDocument {
  let scope: Scope | null = null;
  let requests: readonly PlacedRequest[] | null = null;
  const ownScope = (): Scope => (scope ??= fileScope(file, new Map(), around));
  return {
    version: document.version,
    around,
    text: textOf(document),
    file,
    get scope() {
      return ownScope();
    },
    get requests() {
      return (requests ??= requestsOf(file));
    },
    requestAt: (line) => requestAtLine(file, line),
    resolve: (placed) => resolve(placed, ownScope(), fileName(document)),
  };
}

/** How an exchange names its file: a path where there is one, else the URI. */
export function fileName(document: vscode.TextDocument): string {
  return document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
}
