/** The outline, the breadcrumbs and *Go to Symbol*; and what can be folded. */
import * as vscode from 'vscode';
import { folds, type Fold } from '../language/folding.ts';
import { outline, type OutlineItem } from '../language/outline.ts';
import type { Documents } from './documents.ts';
import { rangeIn } from './places.ts';

export function registerOutline(documents: Documents): vscode.Disposable {
  const symbols: vscode.DocumentSymbolProvider = {
    provideDocumentSymbols: (document) =>
      outline(documents.read(document)).map((item) => symbol(document, item)),
  };
  const foldings: vscode.FoldingRangeProvider = {
    provideFoldingRanges: (document) => folds(documents.read(document)).map(foldingRange),
  };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider({ language: 'http' }, symbols),
    vscode.languages.registerFoldingRangeProvider({ language: 'http' }, foldings),
  );
}

const symbolKinds = {
  request: vscode.SymbolKind.Method,
  section: vscode.SymbolKind.Namespace,
  variable: vscode.SymbolKind.Variable,
} as const;

function symbol(document: vscode.TextDocument, item: OutlineItem): vscode.DocumentSymbol {
  const { name, detail, kind, range, selection, children } = item;
  const made = new vscode.DocumentSymbol(
    name,
    detail,
    symbolKinds[kind],
    rangeIn(document, range),
    rangeIn(document, selection),
  );
  made.children = children.map((child) => symbol(document, child));
  return made;
}

const foldKinds = {
  block: undefined,
  comment: vscode.FoldingRangeKind.Comment,
  region: vscode.FoldingRangeKind.Region,
} as const;

function foldingRange({ start, end, kind }: Fold): vscode.FoldingRange {
  return new vscode.FoldingRange(start, end, foldKinds[kind]);
}
