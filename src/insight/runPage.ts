/**
 * The page around the picture of a run. Nothing is loaded from elsewhere, and only our script runs:
 * it asks for the picture once it is there, and again for each closer look.
 */
import { cssVariables } from './cssPalette.ts';
import { escapeXml } from './escapeXml.ts';
import { palettes } from './theme.ts';

export type RunPage = {
  readonly title: string;
  /** For those who do not know the keys. */
  readonly help: string;
  /** What the buttons do, in their order: `data-does` and the words. */
  readonly buttons: readonly (readonly [does: string, words: string])[];
  /** The script's URL, and the source the policy allows it from beside the nonce. */
  readonly script: string;
  /** Used once. */
  readonly nonce: string;
};

export function runPage({ title, help, buttons, script, nonce }: RunPage): string {
  const policy = [
    "default-src 'none'",
    // The picture as an image, on its way to a PNG.
    'img-src data:',
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const items = buttons.map(
    ([does, words]) =>
      `<button type="button" data-does="${escapeXml(does)}">${escapeXml(words)}</button>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}">
<title>${escapeXml(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>
<h1>${escapeXml(title)}</h1>
<p id="summary" role="status"></p>
<div role="toolbar" aria-label="${escapeXml(title)}">${items.join('')}</div>
<p id="help">${escapeXml(help)}</p>
</header>
<main id="picture" tabindex="-1" aria-describedby="help"></main>
<script nonce="${nonce}" src="${escapeXml(script)}"></script>
</body>
</html>
`;
}

/** The body's class is the kind of the theme, so that the picture changes with it at once. */
const style = `
body { padding: 0; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); ${cssVariables(palettes.light)} }
body.vscode-dark { ${cssVariables(palettes.dark)} }
body.vscode-high-contrast { ${cssVariables(palettes['high-contrast-dark'])} }
body.vscode-high-contrast-light { ${cssVariables(palettes['high-contrast-light'])} }
header { padding: 10px 16px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); }
h1 { margin: 0 0 4px; font-size: 1.1em; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 4px 0; }
#help { color: var(--vscode-descriptionForeground, inherit); }
[role=toolbar] { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; }
button { padding: 3px 10px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); font: inherit; cursor: pointer; }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; }
main { padding: 12px 16px; overflow-x: auto; }
svg { display: block; }
.block { cursor: pointer; }
`;
