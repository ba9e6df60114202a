/** The Problems panel: what the parser and the variables of a document have to say, and the hints for better reuse. */
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Steps } from '../request/steps.ts';
import { check, newMemory, type CheckMemory } from '../language/check.ts';
import type { PlacedHint } from '../language/findHints.ts';
import type { RequestProblem } from '../request/problems.ts';
import { isHttp, visibleHttpDocuments, type Documents, type ParsedDocument } from './documents.ts';
import type { Hints } from './hints.ts';
import { rangeIn } from './places.ts';

/** How our diagnostics are signed. */
export const diagnosticSource = 'keepalive';

/** Typing must pause this long before the document is checked again. */
const debounceMs = 300;

/** A large file is checked in slices of this length, with everything else in between. */
const sliceMs = 5;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

export function registerDiagnostics(documents: Documents, hints: Hints): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(diagnosticSource);
  /** How to stop what a document waits for. */
  const pending = new Map<vscode.TextDocument, () => void>();
  const memories = new WeakMap<vscode.TextDocument, CheckMemory>();
  /** Hidden ones, in which other hints may be found: once somebody sees them. */
  const unseen = new Set<vscode.TextDocument>();
  const told = new Map<vscode.TextDocument, Told>();

  function stop(document: vscode.TextDocument): void {
    pending.get(document)?.();
    pending.delete(document);
  }

  function start(document: vscode.TextDocument): void {
    stop(document);
    unseen.delete(document);
    if (!isHttp(document)) return;
    const parsed = documents.read(document);
    // Told too early, each variable of an environment would be unknown; once it is read we are told.
    if (!parsed.around.isRead) return;
    const memory = memories.get(document) ?? newMemory();
    memories.set(document, memory);
    goOn(document, find(document, parsed, memory));
  }

  /** Whether what is around it is not what it was checked with. */
  function isElsewhere(document: vscode.TextDocument): boolean {
    return isHttp(document) && documents.read(document).around !== memories.get(document)?.around;
  }

  function* find(
    document: vscode.TextDocument,
    parsed: ParsedDocument,
    memory: CheckMemory,
  ): Steps<readonly Shown[]> {
    const problems = yield* check(parsed, memory);
    return [...problems, ...(yield* hints.find(document, parsed, memory))];
  }

  function goOn(document: vscode.TextDocument, work: Steps<readonly Shown[]>): void {
    const until = performance.now() + sliceMs;
    let step = work.next();
    while (step.done !== true && performance.now() < until) step = work.next();
    if (step.done === true) {
      pending.delete(document);
      tell(document, step.value);
      return;
    }
    const next = setImmediate(() => {
      goOn(document, work);
    });
    pending.set(document, () => {
      clearImmediate(next);
    });
  }

  /** VS Code takes what is told for news, and hands it on to whoever shows problems. */
  function tell(document: vscode.TextDocument, problems: readonly Shown[]): void {
    const { version } = document;
    const before = told.get(document);
    if (before?.version === version && isDeepStrictEqual(before.problems, problems)) return;
    told.set(document, { version, problems });
    collection.set(
      document.uri,
      problems.map((problem) => diagnostic(document, problem)),
    );
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(start),
    vscode.workspace.onDidCloseTextDocument((document) => {
      stop(document);
      unseen.delete(document);
      told.delete(document);
      collection.delete(document.uri);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isHttp(document) || contentChanges.length === 0) return;
      stop(document);
      const timer = setTimeout(() => {
        start(document);
      }, debounceMs);
      pending.set(document, () => {
        clearTimeout(timer);
      });
    }),
    documents.onDidChangeAround(() => {
      vscode.workspace.textDocuments.filter(isElsewhere).forEach(start);
    }),
    hints.onDidChange((cause) => {
      const visible = visibleHttpDocuments();
      for (const document of vscode.workspace.textDocuments.filter(isHttp)) {
        if (cause === 'setting') start(document);
        else if (!visible.includes(document)) unseen.add(document);
        // One that is being checked, or is about to be, finds them anyway.
        else if (!pending.has(document)) start(document);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => {
      visibleHttpDocuments()
        .filter((each) => unseen.has(each))
        .forEach(start);
    }),
    collection,
  );
  vscode.workspace.textDocuments.forEach(start);
  return new vscode.Disposable(() => {
    [...pending.keys()].forEach(stop);
    listeners.dispose();
  });
}

type Shown = RequestProblem | PlacedHint;

/** Their places are those of the document in this version. */
type Told = { readonly version: number; readonly problems: readonly Shown[] };

function diagnostic(
  document: vscode.TextDocument,
  { code, severity, message, start, end }: Shown,
): vscode.Diagnostic {
  const range = rangeIn(document, { start, end });
  const made = new vscode.Diagnostic(range, message, severities[severity]);
  made.source = diagnosticSource;
  made.code = code;
  return made;
}
