/** Links from an exchange to the files that were sent with it, which it names and does not hold. */
import * as vscode from 'vscode';
import { sentFrom } from '../insight/exchangeText.ts';
import type { Responses } from './responseDocument.ts';
import { modeOf, responseScheme } from './responseUri.ts';

export function registerSentFileLinks(responses: Responses): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(
    { scheme: responseScheme },
    {
      async provideDocumentLinks(document) {
        if (modeOf(document.uri) !== 'exchange') return [];
        const exchange = responses.exchangeOf(document.uri);
        const content = await responses.contentOf(document.uri);
        if (exchange === null || content === null) return [];
        const lead = content.text.slice(0, content.bodyStart);
        const paths = exchange.hops.flatMap(({ requestBody }) => requestBody?.path ?? []);
        return [...new Set(paths)].flatMap((path) =>
          rangesOf(document, lead, sentFrom(path)).map(
            (range) => new vscode.DocumentLink(range, vscode.Uri.file(path)),
          ),
        );
      },
    },
  );
}

function rangesOf(document: vscode.TextDocument, text: string, line: string): vscode.Range[] {
  const ranges: vscode.Range[] = [];
  for (let at = text.indexOf(`\n${line}\n`); at !== -1; at = text.indexOf(`\n${line}\n`, at + 1)) {
    const start = document.positionAt(at + 1);
    ranges.push(new vscode.Range(start, start.translate(0, line.length)));
  }
  return ranges;
}
