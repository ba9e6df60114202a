/** The Problems panel: what the parser and the variables of a document have to say. */
import * as vscode from 'vscode';
import { problemsOf } from '../parser/problems.ts';
import type { PlacedProblem } from '../parser/problems.ts';
import type { RequestProblem } from '../request/resolve.ts';
import { isHttp } from './documents.ts';
import type { Documents } from './documents.ts';

/** Typing must pause this long before the document is checked again. */
const debounceMs = 300;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

export function registerDiagnostics(documents: Documents): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('keepalive');
  const pending = new Map<vscode.TextDocument, NodeJS.Timeout>();

  function forget(document: vscode.TextDocument): void {
    clearTimeout(pending.get(document));
    pending.delete(document);
    collection.delete(document.uri);
  }

  function check(document: vscode.TextDocument): void {
    pending.delete(document);
    if (isHttp(document)) collection.set(document.uri, diagnosticsOf(documents, document));
  }

  function checkSoon(document: vscode.TextDocument): void {
    if (!isHttp(document)) return;
    clearTimeout(pending.get(document));
    const timer = setTimeout(() => {
      check(document);
    }, debounceMs);
    pending.set(document, timer);
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      checkSoon(document);
    }),
    collection,
  );
  vscode.workspace.textDocuments.forEach(check);
  return new vscode.Disposable(() => {
    for (const timer of pending.values()) clearTimeout(timer);
    listeners.dispose();
  });
}

function diagnosticsOf(
  documents: Documents,
  document: vscode.TextDocument,
): readonly vscode.Diagnostic[] {
  const { file, requests, resolve } = documents.read(document);
  const unresolved = requests.flatMap((placed) => {
    const resolution = resolve(placed);
    return resolution.kind === 'problems' ? resolution.problems : [];
  });
  return distinct([...problemsOf(file), ...unresolved]).map((problem) =>
    diagnostic(document, problem),
  );
}

/** A fault may be met twice, once in the file and once on the way to its request. */
function distinct(
  problems: readonly (PlacedProblem | RequestProblem)[],
): readonly (PlacedProblem | RequestProblem)[] {
  const byPlace = problems.map((each) => [`${each.code} ${each.start} ${each.end}`, each] as const);
  return [...new Map(byPlace).values()];
}

function diagnostic(
  document: vscode.TextDocument,
  { code, severity, message, start, end }: PlacedProblem | RequestProblem,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const made = new vscode.Diagnostic(range, message, severities[severity]);
  made.source = 'keepalive';
  made.code = code;
  return made;
}
