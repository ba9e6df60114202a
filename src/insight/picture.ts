/** What every picture begins with and measures by. */
import type { Palette } from './theme.ts';

/** The opening tag: sizes in pixels, generic fonts, and the ids of what says the same in words. */
export function openSvg(
  width: number,
  height: number,
  { text }: Palette,
  { labelledBy, role = 'img' }: { readonly labelledBy: string; readonly role?: 'img' | 'group' },
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${role}" aria-labelledby="${labelledBy}" font-family="system-ui,-apple-system,'Segoe UI',sans-serif" font-size="11" fill="${text}">`;
}

/** To a tenth. */
export function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}

/** From one tick of an axis to the next: 1, 2 or 5 times a power of ten, and no less than `leastMs`. */
export function tickStep(leastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(leastMs));
  const factor = leastMs / power;
  return (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power;
}
