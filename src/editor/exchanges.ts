/**
 * What came of the last sending of each request.
 * A run belongs to its request's text: it moves with edits made elsewhere in the document,
 * and is forgotten when the request itself changes or the document is closed.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Documents } from './documents.ts';
import { untouchedAfter } from './editedPlaces.ts';
import {
  entriesBetween,
  entryAt,
  moveEntries,
  putEntry,
  removeEntry,
  type Entry,
  type RunList,
} from './runList.ts';

export type Run =
  | {
      readonly kind: 'sending';
      readonly startedAtMs: number;
      /** Of the response's body, until now. */
      readonly receivedBytes: () => number;
      readonly cancel: () => void;
    }
  | { readonly kind: 'exchanged'; readonly exchange: Exchange }
  /** Not sent: `message` says why. */
  | { readonly kind: 'refused'; readonly message: string };

/** A request as it stood in a version of its document: what is to be sent, and belongs there. */
export type Anchor = { readonly placed: PlacedRequest; readonly version: number };

/** A run and the number of its request line, from 0. */
export type PlacedRun = { readonly line: number; readonly run: Run };

export type Exchanges = {
  /** Fires with the document whose runs are not what they were. */
  readonly onDidChange: vscode.Event<vscode.TextDocument>;
  at(document: vscode.TextDocument, placed: PlacedRequest): Run | null;
  of(document: vscode.TextDocument): readonly PlacedRun[];
  /** Those whose request lines are these lines (from 0, `last` included), however many there are. */
  between(document: vscode.TextDocument, first: number, last: number): readonly PlacedRun[];
  /**
   * Makes `run` the request's last one, or nobody's where the request is no longer what it was.
   * The function returned replaces it, or forgets it with null.
   */
  begin(document: vscode.TextDocument, anchor: Anchor, run: Run): (next: Run | null) => void;
  dispose(): void;
};

export function createExchanges(documents: Documents): Exchanges {
  const lists = new Map<vscode.TextDocument, RunList<Run>>();
  const changed = new vscode.EventEmitter<vscode.TextDocument>();

  function forget(document: vscode.TextDocument, entry: Entry<Run>): void {
    const list = lists.get(document);
    if (list === undefined || !removeEntry(list, entry)) return;
    if (list.length === 0) lists.delete(document);
  }

  /** An edit anywhere may change what a request is, as one that opens a comment does: so it is looked at when it is asked for. */
  function standing(document: vscode.TextDocument, entries: readonly Entry<Run>[]): PlacedRun[] {
    return entries.flatMap((entry) => {
      const { line } = document.positionAt(entry.start);
      const placed = documents.read(document).requestAt(line);
      if (placed !== null && stands(document, placed, entry)) return [{ line, run: entry.run }];
      forget(document, entry);
      return [];
    });
  }

  /** The request now, where nothing of it was edited. */
  function unchanged(document: vscode.TextDocument, anchor: Anchor): PlacedRequest | null {
    const { placed, version } = anchor;
    const edits = documents.editsSince(document, version);
    if (edits === null || document.isClosed) return null;
    const end = placed.offset + placed.request.span.end;
    const start = untouchedAfter(startOf(placed), end, edits);
    if (start === null) return null;
    const now = documents.read(document).requestAt(document.positionAt(start).line);
    return now !== null && startOf(now) === start ? now : null;
  }

  const edited = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const list = lists.get(document);
    if (list === undefined || contentChanges.length === 0) return;
    const { moved, touched } = moveEntries(list, contentChanges);
    const kept = standing(document, touched);
    // Most edits, below and beside what was sent, change nothing here.
    if (moved || kept.length < touched.length) changed.fire(document);
  });
  const closed = vscode.workspace.onDidCloseTextDocument((document) => lists.delete(document));

  return {
    onDidChange: changed.event,
    at(document, placed) {
      const entry = entryAt(lists.get(document) ?? [], startOf(placed));
      if (entry === null) return null;
      if (stands(document, placed, entry)) return entry.run;
      forget(document, entry);
      return null;
    },
    between(document, first, last) {
      const from = document.offsetAt(new vscode.Position(first, 0));
      // Past the end it is the end, where no request begins.
      const to = document.offsetAt(new vscode.Position(last + 1, 0));
      return standing(document, entriesBetween(lists.get(document) ?? [], from, to));
    },
    of: (document) => standing(document, (lists.get(document) ?? []).slice()),
    begin(document, anchor, run) {
      const placed = unchanged(document, anchor);
      if (placed === null) return () => undefined;
      const entry: Entry<Run> = { start: startOf(placed), text: textOf(document, placed), run };
      const list = lists.get(document) ?? [];
      lists.set(document, list);
      putEntry(list, entry);
      changed.fire(document);
      return (next) => {
        if (entryAt(lists.get(document) ?? [], entry.start) !== entry) return;
        if (next === null) forget(document, entry);
        else entry.run = next;
        standing(document, [entry]);
        changed.fire(document);
      };
    },
    dispose() {
      vscode.Disposable.from(edited, closed, changed).dispose();
    },
  };
}

/** Of a request of the document's present version. */
export function anchorOf({ version }: vscode.TextDocument, placed: PlacedRequest): Anchor {
  return { placed, version };
}

/** Where its request line begins. */
export function startOf(placed: PlacedRequest): number {
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

/** Whether the entry's request is still there; one that is being sent may have been rewritten meanwhile. */
function stands(document: vscode.TextDocument, placed: PlacedRequest, entry: Entry<Run>): boolean {
  if (startOf(placed) !== entry.start) return false;
  return entry.run.kind === 'sending' || textOf(document, placed) === entry.text;
}
