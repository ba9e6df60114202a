/** Quick fixes for problems, and improvements where nothing is wrong. */
import * as vscode from 'vscode';
import { fixesFor, type Fix } from '../language/fixes.ts';
import { fixesForHint } from '../language/hintFixes.ts';
import { rewritesAt } from '../language/rewrites.ts';
import { variableNames } from '../request/explain.ts';
import type { RequestProblemCode } from '../request/problems.ts';
import { diagnosticSource } from './diagnostics.ts';
import type { Documents } from './documents.ts';
import type { Hints } from './hints.ts';
import { rangeIn, workspaceEdit } from './places.ts';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

export function registerFixes(documents: Documents, hints: Hints): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { diagnostics }) {
      const source = documents.read(document);
      const offsets = {
        start: document.offsetAt(range.start),
        end: document.offsetAt(range.end),
      };
      const fixes = diagnostics
        .filter((each) => each.source === diagnosticSource)
        .flatMap((diagnostic) => {
          const problem = {
            // Only our own diagnostics come here, and their codes are ours.
            code: diagnostic.code as RequestProblemCode,
            start: document.offsetAt(diagnostic.range.start),
            end: document.offsetAt(diagnostic.range.end),
          };
          const names = variableNames(source.scope).map(({ name }) => name);
          const hint = hints
            .of(document)
            .find(({ code, start }) => code === diagnostic.code && start === problem.start);
          const fixes =
            hint === undefined ? fixesFor(source, problem, names) : fixesForHint(source, hint);
          return fixes.map((fix) => {
            const made = action(document, fix, QuickFix);
            made.diagnostics = [diagnostic];
            return made;
          });
        });
      const rewrites = rewritesAt(source, offsets).map((fix) =>
        action(document, fix, RefactorRewrite),
      );
      return [...fixes, ...rewrites];
    },
  };
  return vscode.languages.registerCodeActionsProvider({ language: 'http' }, provider, {
    providedCodeActionKinds: [QuickFix, RefactorRewrite],
  });
}

function action(
  document: vscode.TextDocument,
  { title, changes, isPreferred, isSnippet }: Fix,
  kind: vscode.CodeActionKind,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title.replaceAll('`', "'"), kind);
  made.isPreferred = isPreferred;
  made.edit = isSnippet ? new vscode.WorkspaceEdit() : workspaceEdit(document, changes);
  if (isSnippet) {
    const edits = changes.map((change) => {
      const snippet = new vscode.SnippetString(change.text);
      return new vscode.SnippetTextEdit(rangeIn(document, change), snippet);
    });
    made.edit.set(document.uri, edits);
  }
  return made;
}
