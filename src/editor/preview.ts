/** Images and pages of servers, looked at in a webview in which nothing runs and nothing is loaded. */
import * as vscode from 'vscode';
import { loadCharsetOf } from '../client/charset.ts';
import type { Exchange } from '../client/exchange.ts';
import { annotate } from '../insight/annotation.ts';
import { bytes } from '../insight/bytes.ts';
import { isImageType, mediaTypeOf } from '../insight/mediaType.ts';
import { isPreviewable, previewPage } from '../insight/previewPage.ts';
import { bodyText } from '../insight/responseText.ts';
import { responseTitle } from '../insight/responseTitle.ts';
import type { ResponsePlace } from './responseTabs.ts';

export type Previews = {
  /** Whether there is something to look at. */
  canShow(exchange: Exchange): boolean;
  /** Whether the text of it would be of no use. */
  isPicture(exchange: Exchange): boolean;
  show(exchange: Exchange, place: ResponsePlace): Promise<void>;
  /** The exchange shown by the panel in front; null without one. */
  active(): Exchange | null;
  dispose(): void;
};

/** The only commands that the page may run, whatever a server has written into it. */
const linkedCommands = ['keepalive.showHeaders', 'keepalive.showBody', 'keepalive.saveBody'];

/** Of the body: it stands in the page as text, larger by a third. */
const maxBytes = 20_000_000;

export function createPreviews(): Previews {
  let panel: vscode.WebviewPanel | null = null;
  let shown: Exchange | null = null;

  function opened(place: ResponsePlace): vscode.WebviewPanel {
    const made = vscode.window.createWebviewPanel('keepalive.preview', '', place, {
      enableScripts: false,
      enableForms: false,
      localResourceRoots: [],
      enableCommandUris: linkedCommands,
    });
    made.onDidDispose(() => {
      panel = null;
      shown = null;
    });
    return made;
  }

  return {
    canShow: (exchange) => isPreviewable(essenceOf(exchange)) && fits(exchange),
    isPicture: (exchange) => isImageType(essenceOf(exchange)) && fits(exchange),
    async show(exchange, place) {
      await loadCharsetOf(exchange);
      panel ??= opened(place);
      shown = exchange;
      panel.title = responseTitle(exchange);
      panel.webview.html = page(exchange);
      if (!panel.visible) panel.reveal(undefined, place.preserveFocus);
    },
    active: () => (panel?.active === true ? shown : null),
    dispose: () => {
      panel?.dispose();
    },
  };
}

function page(exchange: Exchange): string {
  const essence = essenceOf(exchange);
  const response = exchange.hops.at(-1)?.response;
  const isImage = isImageType(essence);
  const html = isImage || response == null ? '' : (bodyText(exchange, response) ?? '');
  return previewPage({
    essence,
    title: responseTitle(exchange),
    lines: [
      annotate(exchange).text,
      ...(isImage ? [`${essence}, ${bytes(exchange.body.length)}`] : []),
      ...(essence === 'image/svg+xml' || !isImage
        ? [
            vscode.l10n.t(
              'Scripts do not run here, and nothing is loaded from elsewhere: no pictures, styles or fonts',
            ),
          ]
        : []),
    ],
    links: [
      [vscode.l10n.t('Show headers'), 'command:keepalive.showHeaders'],
      [
        isImage ? vscode.l10n.t('Show bytes') : vscode.l10n.t('Show source'),
        'command:keepalive.showBody',
      ],
      [vscode.l10n.t('Save…'), 'command:keepalive.saveBody'],
    ],
    content: isImage ? { base64: Buffer.from(exchange.body.bytes()).toString('base64') } : { html },
    nonce: crypto.randomUUID(),
  });
}

function essenceOf(exchange: Exchange): string {
  return mediaTypeOf(exchange.hops.at(-1)?.response?.headers ?? []).essence;
}

function fits({ body, bodyFile }: Exchange): boolean {
  return bodyFile === null && body.length > 0 && body.length <= maxBytes;
}
