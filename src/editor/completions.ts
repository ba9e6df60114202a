/** What is offered while somebody types. */
import * as vscode from 'vscode';
import { completionsAt, type Completion, type Known } from '../language/completion.ts';
import { requestsBetween } from '../parser/requests.ts';
import { dynamicVariables } from '../request/dynamicVariables.ts';
import { explainVariable, variableNames } from '../request/explain.ts';
import { requestScope } from '../request/scope.ts';
import { isHttp, type Documents } from './documents.ts';
import { rangeIn } from './places.ts';

/** What starts a name, a value or a reference; letters start a word by themselves. */
const triggers = ['{', '$', '@', '#', ':', ' ', '/', '.'];

export function registerCompletions(documents: Documents): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, position) {
      const source = documents.read(document);
      const { completions, isIncomplete } = completionsAt(
        source,
        document.offsetAt(position),
        known(documents, document, position.line),
      );
      const items = completions.map((completion, index) => item(document, completion, index));
      return new vscode.CompletionList(items, isIncomplete);
    },
  };
  return vscode.languages.registerCompletionItemProvider(
    { language: 'http' },
    provider,
    ...triggers,
  );
}

function known(documents: Documents, document: vscode.TextDocument, line: number): Known {
  return {
    variables() {
      const { scope, requestAt } = documents.read(document);
      const placed = requestAt(line);
      const own = placed === null ? scope : requestScope(scope, placed);
      return variableNames(own).map(({ name }) => {
        const { value, label, secret } = explainVariable(name, own);
        const detail = value === null ? label : secret ? '***' : value;
        return { name, detail: detail.slice(0, maxDetail) };
      });
    },
    dynamic: () =>
      dynamicVariables.map(({ example, description }) => ({ name: example, detail: description })),
    urls: () => urlsIn(documents),
  };
}

const maxDetail = 80;

/** Of each file the first requests: nobody reads a list of thousands. */
const maxLines = 5000;

function urlsIn(documents: Documents): readonly string[] {
  const urls = new Set<string>();
  for (const document of vscode.workspace.textDocuments.filter(isHttp)) {
    for (const { request } of requestsBetween(documents.read(document).file, 0, maxLines)) {
      if (/^(?:https?:\/\/|\{\{)\S+$/.test(request.target.text)) urls.add(request.target.text);
    }
  }
  return [...urls];
}

const kinds = {
  word: vscode.CompletionItemKind.Keyword,
  name: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  variable: vscode.CompletionItemKind.Variable,
  function: vscode.CompletionItemKind.Function,
  snippet: vscode.CompletionItemKind.Snippet,
  url: vscode.CompletionItemKind.Reference,
  request: vscode.CompletionItemKind.Method,
} as const;

function item(
  document: vscode.TextDocument,
  completion: Completion,
  index: number,
): vscode.CompletionItem {
  const { label, kind, detail, documentation, insert, isSnippet, range, goesOn } = completion;
  const made = new vscode.CompletionItem(label, kinds[kind]);
  made.range = rangeIn(document, range);
  made.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  // Our order is by use: the usual ones first.
  made.sortText = String(index).padStart(5, '0');
  if (detail !== '') made.detail = detail;
  if (documentation !== '') made.documentation = new vscode.MarkdownString(documentation);
  if (goesOn) made.command = { title: '', command: 'editor.action.triggerSuggest' };
  return made;
}
