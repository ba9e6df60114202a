/** The URIs of responses: which one, in which mode, and what the tab is called. */
import * as vscode from 'vscode';
import { responseModes, type ResponseMode } from '../insight/responseText.ts';

export const responseScheme = 'keepalive-response';

export function modeOf({ query }: vscode.Uri): ResponseMode {
  return responseModes.find((mode) => mode === query) ?? 'body';
}

/** The number of the response is the authority. */
export function uriOf(number: string, title: string, mode: ResponseMode): vscode.Uri {
  const suffix = mode === 'body' ? '' : ` · ${modeWord(mode)}`;
  // A slash in it would cut the tab's title short.
  const path = `/${`${title}${suffix}`.replaceAll('/', '∕')}`;
  const query = mode === 'body' ? '' : mode;
  return vscode.Uri.from({ scheme: responseScheme, authority: number, path, query });
}

export function modeWord(mode: ResponseMode): string {
  switch (mode) {
    case 'full':
      return vscode.l10n.t('full');
    case 'headers':
      return vscode.l10n.t('headers');
    case 'body':
      return vscode.l10n.t('body');
    case 'exchange':
      return vscode.l10n.t('exchange');
  }
}
