/** The style of the report's page. It is known by its hash, so it holds nothing that changes with the report. */
import { cssVariables } from './cssPalette.ts';
import { palettes } from './theme.ts';

export const reportStyle = `
:root { --page: #ffffff; --mark: #fff3c4; ${cssVariables(palettes.light)} }
@media (prefers-color-scheme: dark) { :root { --page: #1f1f1f; --mark: #4a3f14; ${cssVariables(palettes.dark)} } }
@media (prefers-contrast: more) and (prefers-color-scheme: light) { :root { ${cssVariables(palettes['high-contrast-light'])} } }
@media (prefers-contrast: more) and (prefers-color-scheme: dark) { :root { --page: #000000; ${cssVariables(palettes['high-contrast-dark'])} } }
@media print { :root { --page: #ffffff; --mark: #ffffff; ${cssVariables(palettes.light)} } }
body { margin: 0 auto; max-width: 1080px; padding: 24px; background: var(--page); color: var(--keepalive-text); font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1 { margin: 0; font-size: 22px; font-weight: 600; }
h2 { margin: 32px 0 8px; font-size: 16px; font-weight: 600; }
p { margin: 4px 0; }
.note { margin-top: 12px; max-width: 78ch; }
.headline { font-size: 16px; }
.faint { color: var(--keepalive-faint); }
.url { font-weight: 400; font-size: 12px; overflow-wrap: anywhere; }
.failed { color: var(--keepalive-failed); }
section { max-width: 100%; overflow-x: auto; }
section:first-child { overflow: visible; }
figure { margin: 0; overflow-x: auto; }
svg { display: block; max-width: 100%; min-width: 760px; height: auto; }
.block:hover, .block:focus { opacity: .7; }
.block:focus-visible { outline: 2px solid var(--keepalive-text); outline-offset: 1px; }
.tables { display: flex; flex-wrap: wrap; gap: 0 48px; align-items: flex-start; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 16px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--keepalive-grid); overflow-wrap: break-word; }
.requests th, .requests td { overflow-wrap: anywhere; }
th[scope=row] { font-weight: 400; }
thead th { font-weight: 600; color: var(--keepalive-faint); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.tables thead .number { white-space: normal; vertical-align: bottom; }
.tables th[scope=row] { min-width: 24ch; max-width: 44ch; overflow-wrap: anywhere; }
.requests { width: 100%; font-size: 13px; table-layout: fixed; min-width: 760px; }
.requests th:nth-child(1) { width: 42px; }
.requests th:nth-child(2) { width: 25%; }
.requests th:nth-child(4) { width: 21%; }
.requests th:nth-child(5) { width: 64px; }
.requests th:nth-child(6) { width: 18%; }
.requests tr:target { background: var(--mark); }
@media print { body { max-width: none; padding: 0; font-size: 11px; } figure, section { overflow: visible; } svg, .requests { min-width: 0; } thead { display: table-header-group; } tr, section > h2 { break-inside: avoid; break-after: auto; } h2 { break-after: avoid; } }
`;
