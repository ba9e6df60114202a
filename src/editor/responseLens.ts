/** The line above a response: how it came, and the way to its headers. */
import * as vscode from 'vscode';
import { annotate } from '../insight/annotation.ts';
import { responseScheme } from './responseDocument.ts';
import type { Responses } from './responseDocument.ts';

export function registerResponseLens(responses: Responses): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { scheme: responseScheme },
    {
      provideCodeLenses({ uri }) {
        const exchange = responses.exchangeOf(uri);
        if (exchange === null) return [];
        const top = new vscode.Range(0, 0, 0, 0);
        const isHead = uri.query === 'headers';
        const other = {
          title: isHead ? vscode.l10n.t('Show body') : vscode.l10n.t('Show headers'),
          command: isHead ? 'keepalive.showResponse' : 'keepalive.showHeaders',
          arguments: [uri],
        };
        // The outcome is there to be read; VS Code shows a command without a name as plain text.
        const outcome = { title: annotate(exchange).text, command: '' };
        return [new vscode.CodeLens(top, other), new vscode.CodeLens(top, outcome)];
      },
    },
  );
}
