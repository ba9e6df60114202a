/**
 * What came of the last sending of each request.
 * A run belongs to its request's text: it moves with edits made elsewhere in the document,
 * and is forgotten when the request itself changes or the document is closed.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Documents } from './documents.ts';

export type Run =
  | { readonly kind: 'sending'; readonly startedAtMs: number; readonly cancel: () => void }
  | { readonly kind: 'exchanged'; readonly exchange: Exchange }
  /** Not sent: `message` says why. */
  | { readonly kind: 'refused'; readonly message: string };

/** A run and the number of its request line, from 0. */
export type PlacedRun = { readonly line: number; readonly run: Run };

export type Exchanges = {
  /** Fires with the document whose runs are not what they were. */
  readonly onDidChange: vscode.Event<vscode.TextDocument>;
  at(document: vscode.TextDocument, placed: PlacedRequest): Run | null;
  of(document: vscode.TextDocument): readonly PlacedRun[];
  /** Makes `run` the request's last one. The function returned replaces it, or forgets it with null. */
  begin(document: vscode.TextDocument, placed: PlacedRequest, run: Run): (next: Run | null) => void;
  dispose(): void;
};

/** `start` is where the request line begins, in the document's offsets. */
type Entry = { start: number; readonly text: string; run: Run };

export function createExchanges(documents: Documents): Exchanges {
  const entries = new Map<vscode.TextDocument, Entry[]>();
  const changed = new vscode.EventEmitter<vscode.TextDocument>();

  function keep(document: vscode.TextDocument, kept: Entry[]): void {
    if (kept.length > 0) entries.set(document, kept);
    else entries.delete(document);
    changed.fire(document);
  }

  const edited = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const list = entries.get(document);
    if (list === undefined || contentChanges.length === 0) return;
    const starts = list.map((entry) => moved(entry.start, contentChanges));
    const isSame = list.every((entry, index) => entry.start === starts[index]);
    list.forEach((entry, index) => (entry.start = starts[index] ?? entry.start));
    const kept = list.filter((entry) => stands(documents, document, entry));
    // Most edits, below and beside what was sent, change nothing here.
    if (!isSame || kept.length < list.length) keep(document, kept);
  });
  const closed = vscode.workspace.onDidCloseTextDocument((document) => entries.delete(document));

  return {
    onDidChange: changed.event,
    at(document, placed) {
      const start = startOf(placed);
      return entries.get(document)?.find((entry) => entry.start === start)?.run ?? null;
    },
    of(document) {
      const list = entries.get(document) ?? [];
      return list.map(({ start, run }) => ({ line: document.positionAt(start).line, run }));
    },
    begin(document, placed, run) {
      const start = startOf(placed);
      const entry: Entry = { start, text: textOf(document, placed), run };
      const others = entries.get(document)?.filter((other) => other.start !== start) ?? [];
      keep(document, [...others, entry]);
      return (next) => {
        const list = entries.get(document);
        if (list === undefined || !list.includes(entry)) return;
        if (next !== null) entry.run = next;
        const stays = next !== null && stands(documents, document, entry);
        keep(document, stays ? list : list.filter((other) => other !== entry));
      };
    },
    dispose() {
      vscode.Disposable.from(edited, closed, changed).dispose();
    },
  };
}

function startOf(placed: PlacedRequest): number {
  return placed.offset + placed.request.span.start;
}

/** What makes the request this request: its directives and its text, but not where it stands. */
function textOf(document: vscode.TextDocument, placed: PlacedRequest): string {
  const { span, directives } = placed.request;
  const range = new vscode.Range(
    document.positionAt(placed.offset + span.start),
    document.positionAt(placed.offset + span.end),
  );
  const settings = directives.map(({ name, value }) => `${name} ${value}`);
  return [...settings, document.getText(range)].join('\n');
}

/** Changes come last place first, so each counts in the text that the ones before it left alone. */
function moved(start: number, changes: readonly vscode.TextDocumentContentChangeEvent[]): number {
  return changes.reduce((at, { rangeOffset, rangeLength, text }) => {
    if (rangeOffset + rangeLength <= at) return at + text.length - rangeLength;
    return rangeOffset < at ? rangeOffset + text.length : at;
  }, start);
}

/** Whether the entry's request is still there; one that is being sent may have been rewritten meanwhile. */
function stands(documents: Documents, document: vscode.TextDocument, entry: Entry): boolean {
  const placed = documents.read(document).requestAt(document.positionAt(entry.start).line);
  if (placed === null || startOf(placed) !== entry.start) return false;
  return entry.run.kind === 'sending' || textOf(document, placed) === entry.text;
}
