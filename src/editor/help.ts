/** Hovers on variables, directives and headers. */
import * as vscode from 'vscode';
import { helpAt } from '../language/help.ts';
import { dynamicVariables } from '../request/dynamicVariables.ts';
import { explainVariable } from '../request/explain.ts';
import { requestScope } from '../request/scope.ts';
import type { Documents } from './documents.ts';
import { rangeIn } from './places.ts';

export function registerHelp(documents: Documents): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover(document, position) {
      const source = documents.read(document);
      const placed = source.requestAt(position.line);
      const { scope } = source;
      const own = placed === null ? scope : requestScope(scope, placed);
      const help = helpAt(source, document.offsetAt(position), {
        explain: (name) => explainVariable(name, own),
        dynamic: describeDynamic,
      });
      if (help === null) return null;
      return new vscode.Hover(
        new vscode.MarkdownString(help.markdown),
        rangeIn(document, help.range),
      );
    },
  };
  return vscode.languages.registerHoverProvider({ language: 'http' }, provider);
}

const descriptions = new Map(
  dynamicVariables.map(({ example, description }) => [wordOf(example), description]),
);

function describeDynamic(name: string): string | null {
  return descriptions.get(wordOf(name)) ?? null;
}

/** `$randomInt 1 10`, `$random.integer(1, 10)` and `$env.HOME` without what follows the name. */
function wordOf(reference: string): string {
  const word = /^\$[\w.]+/.exec(reference)?.[0] ?? reference;
  return word.startsWith('$env.') ? '$env' : word;
}
