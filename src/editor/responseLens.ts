/** The line above a response: other views of it, what may be done with it, how it came, what to know. */
import * as vscode from 'vscode';
import { annotate } from '../insight/annotation.ts';
import { mediaTypeOf } from '../insight/mediaType.ts';
import { isPreviewable } from '../insight/previewPage.ts';
import { responseModes } from '../insight/responseText.ts';
import { modeCommands } from './responseCommands.ts';
import type { Coming, Responses } from './responseDocument.ts';
import { modeOf, modeWord, responseScheme } from './responseUri.ts';

export function registerResponseLens(responses: Responses): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { scheme: responseScheme },
    {
      onDidChangeCodeLenses: responses.onDidChange,
      async provideCodeLenses({ uri }) {
        const coming = responses.comingAt(uri);
        if (coming !== null) return comingLenses(uri, coming);
        const exchange = responses.exchangeOf(uri);
        const content = await responses.contentOf(uri);
        if (exchange === null || content === null) return [];
        const top = new vscode.Range(0, 0, 0, 0);
        const lens = (title: string, command = ''): vscode.CodeLens =>
          // VS Code shows a command without a name as plain text: it is there to be read.
          new vscode.CodeLens(top, { title, command, arguments: command === '' ? [] : [uri] });
        const others = responseModes.filter((mode) => mode !== modeOf(uri));
        const headers = exchange.hops.at(-1)?.response?.headers ?? [];
        return [
          ...others.map((mode) => lens(capital(modeWord(mode)), modeCommands[mode])),
          ...(isPreviewable(mediaTypeOf(headers).essence)
            ? [lens(vscode.l10n.t('Preview'), 'keepalive.previewResponse')]
            : []),
          ...(exchange.body.length > 0 ? [lens(vscode.l10n.t('Save…'), 'keepalive.saveBody')] : []),
          ...(content.head !== '' && content.bodyStart > 0
            ? [lens(vscode.l10n.t('Copy Headers'), 'keepalive.copyHeaders')]
            : []),
          ...(exchange.bodyFile === null
            ? []
            : [lens(vscode.l10n.t('Open Whole Body'), 'keepalive.openBodyFile')]),
          lens(annotate(exchange).text),
          ...content.notes.map((note) => lens(`$(info) ${note}`)),
        ];
      },
    },
  );
}

function comingLenses(uri: vscode.Uri, coming: Coming): vscode.CodeLens[] {
  const { progress, notes } = coming.words();
  const cancel: vscode.Command = {
    title: vscode.l10n.t('Cancel'),
    tooltip: vscode.l10n.t('Stop here, keep what has come, and close the connection'),
    command: 'keepalive.cancel',
    arguments: [uri],
  };
  return [
    { title: `$(loading~spin) ${progress}`, command: '' },
    cancel,
    { title: vscode.l10n.t('Save…'), command: 'keepalive.saveBody', arguments: [uri] },
    ...notes.map((note) => ({ title: `$(info) ${note}`, command: '' })),
  ].map((command) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command));
}

function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
