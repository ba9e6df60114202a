/**
 * An image or a page from a server, as a page to look at. Nothing of it runs and nothing is loaded:
 * the policy allows pictures that are in it and styles that we have marked; HTML stands in a frame
 * without any right, and an SVG is a picture and nothing else.
 */
import { isImageType } from './mediaType.ts';

export type Preview = {
  /** Lower case, such as `image/png`. */
  readonly essence: string;
  readonly title: string;
  /** What came of the exchange, and what the reader should know, a line each. */
  readonly lines: readonly string[];
  /** Where else to look: the text and its command URI. */
  readonly links: readonly (readonly [text: string, uri: string])[];
  readonly content: { readonly base64: string } | { readonly html: string };
  /** Used once. */
  readonly nonce: string;
};

export function isPreviewable(essence: string): boolean {
  return isImageType(essence) || essence === 'text/html' || essence === 'application/xhtml+xml';
}

export function previewPage(preview: Preview): string {
  const { title, lines, links, content, nonce, essence } = preview;
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src 'nonce-${nonce}'`,
    `style-src-elem 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const items = links.map(([text, uri]) => `<li><a href="${escape(uri)}">${escape(text)}</a></li>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<title>${escape(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
<nav aria-label="Response"><ul>${items.join('')}</ul></nav>
</header>
<main>
${'html' in content ? frame(title, content.html, nonce) : image(title, essence, content.base64)}
</main>
</body>
</html>
`;
}

/** A frame of its own, without scripts, forms, plug-ins, or the right to go anywhere; the policy is handed down to it. */
function frame(title: string, html: string, nonce: string): string {
  const styled = html.replace(/<style(?=[\s>])/gi, `<style nonce="${nonce}"`);
  return `<iframe sandbox="" referrerpolicy="no-referrer" title="${escape(title)}" srcdoc="${escape(styled)}"></iframe>`;
}

function image(title: string, essence: string, base64: string): string {
  return `<img alt="${escape(title)}" src="data:${escape(essence)};base64,${base64}">`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
html, body { height: 100%; }
body { margin: 0; padding: 0; display: flex; flex-direction: column; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
header { padding: 10px 16px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); }
h1 { margin: 0 0 4px; font-size: 1.1em; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 2px 0; }
ul { margin: 6px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; }
a { color: var(--vscode-textLink-foreground); }
main { flex: 1; min-height: 0; display: flex; padding: 16px; }
img { max-width: 100%; max-height: 100%; margin: auto; object-fit: contain; background: repeating-conic-gradient(#8883 0 25%, transparent 0 50%) 0 0 / 16px 16px; }
iframe { flex: 1; border: 0; background: #fff; color-scheme: light; }
`;
