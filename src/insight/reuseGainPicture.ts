/**
 * The distribution of cold and warm sends as SVG: every send a dot, the middle half a box, the median
 * a line. It is shown as an image, so it has its own colours, no script, and generic fonts.
 */
import { duration, medianDuration } from './duration.ts';
import { openSvg, pixel, tickStep } from './picture.ts';
import type { ReuseGain } from './reuseGain.ts';
import type { Spread } from './statistics.ts';
import { palettes, type Palette, type Theme } from './theme.ts';

/** Pixels. */
const width = 560;
const left = 52;
const right = 84;
const plot = width - left - right;
const bandHeight = 56;
const top = 6;
const axisHeight = 24;

export function reuseGainPicture(gain: ReuseGain, theme: Theme): string {
  const palette = palettes[theme];
  const endMs = Math.max(...gain.cold, ...gain.warm, 0.001) * 1.02;
  const x = (ms: number): number => left + (ms / endMs) * plot;
  const height = top + 2 * bandHeight + axisHeight;
  return [
    openSvg(width, height, palette, { labelledBy: 't' }),
    `<title id="t">${pictureText(gain)}</title>`,
    axis(endMs, x, palette),
    band('cold', gain.cold, gain.coldSpread, top, palette.phases.tcp, x, palette),
    band('warm', gain.warm, gain.warmSpread, top + bandHeight, palette.phases.wait, x, palette),
    '</svg>',
  ].join('');
}

/** What the picture says, for those who do not see it. ASCII only, with nothing to escape. */
export function pictureText({ coldSpread, warmSpread }: ReuseGain): string {
  const words = (name: string, spread: Spread | null): string =>
    spread === null
      ? `${name}: none`
      : `${name}: ${spread.count} sends, median ${plain(spread.median)}, half of them from ${plain(spread.low)} to ${plain(spread.high)}`;
  return `${words('cold', coldSpread)}; ${words('warm', warmSpread)}`;
}

function plain(ms: number): string {
  return medianDuration(ms).replace('<', 'under ');
}

function band(
  name: string,
  samples: readonly number[],
  spread: Spread | null,
  y: number,
  colour: string,
  x: (ms: number) => number,
  palette: Palette,
): string {
  const middle = y + bandHeight / 2;
  const label = `<text x="${left - 10}" y="${middle + 4}" text-anchor="end">${name}</text>`;
  if (spread === null) return `${label}<text x="${left}" y="${middle + 4}">none</text>`;
  const outline = palette.outline === null ? '' : ` stroke="${palette.outline}"`;
  const box = `<rect x="${pixel(x(spread.low))}" y="${middle - 15}" width="${pixel(Math.max(x(spread.high) - x(spread.low), 1))}" height="30" rx="2" fill="${colour}" fill-opacity="0.25" stroke="${palette.outline ?? colour}"/>`;
  const dots = samples.map(
    (ms, index) =>
      `<circle cx="${pixel(x(ms))}" cy="${pixel(middle + scatter(index))}" r="2.5" fill="${colour}" fill-opacity="0.8"${outline}><title>${plain(ms)}</title></circle>`,
  );
  const at = pixel(x(spread.median));
  const median = `<path d="M${at} ${middle - 19}v38" stroke="${palette.text}" stroke-width="2"/>`;
  const value = `<text x="${width - 2}" y="${middle + 4}" text-anchor="end" font-weight="600">${plain(spread.median)}</text>`;
  return [label, box, ...dots, median, value].join('');
}

/** So that dots of equal time do not cover each other; the same each time the picture is drawn. */
function scatter(index: number): number {
  return ((index * 7) % 23) - 11;
}

function axis(endMs: number, x: (ms: number) => number, palette: Palette): string {
  const bottom = top + 2 * bandHeight;
  const step = tickStep(endMs / 4);
  const parts: string[] = [];
  for (let at = 0; at <= endMs; at += step) {
    const px = pixel(x(at));
    const text = at === 0 ? '0' : at < 1 ? `${at.toPrecision(1)} ms` : duration(at);
    parts.push(
      `<path d="M${px} ${top}V${bottom}" stroke="${palette.grid}"/>`,
      `<text x="${px}" y="${bottom + 16}" text-anchor="middle" fill="${palette.faint}">${text}</text>`,
    );
  }
  return parts.join('');
}
