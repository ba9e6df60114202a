/** For a picture inside a page: its colours are variables, which the page sets and changes with the theme. */
import { phaseNames, type Phase } from '../request/phases.ts';
import type { Palette } from './theme.ts';

export const cssPalette: Palette = {
  text: variable('text'),
  faint: variable('faint'),
  grid: variable('grid'),
  failed: variable('failed'),
  outline: variable('outline'),
  phases: Object.fromEntries(phaseNames.map((phase) => [phase, variable(phase)])) as Record<
    Phase,
    string
  >,
};

/** The declarations that give the variables their values: `--keepalive-text: #3b3b3b; …`. */
export function cssVariables({ text, faint, grid, failed, outline, phases }: Palette): string {
  const values = { text, faint, grid, failed, outline: outline ?? 'transparent', ...phases };
  return Object.entries(values)
    .map(([name, value]) => `--keepalive-${name}: ${value};`)
    .join(' ');
}

function variable(name: string): string {
  return `var(--keepalive-${name})`;
}
