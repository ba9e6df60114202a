/**
 * The timing picture: one row for each phase that happened, on one axis, as SVG.
 * It goes into a hover as a data URI, so it has its own colours, no script, and generic fonts.
 */
import type { Exchange } from '../client/exchange.ts';
import { duration, fineDuration } from './duration.ts';
import { escapeXml } from './escapeXml.ts';
import { openSvg, pixel, tickStep } from './picture.ts';
import { palettes, type Palette, type Theme } from './theme.ts';
import { phaseLabels, waterfallRows, type Bar, type Row } from './waterfallRows.ts';

/** Pixels. */
const width = 440;
const left = 74;
const right = 66;
const plot = width - left - right;
const rowHeight = 18;
const barHeight = 10;
const axisHeight = 22;

export function waterfall(exchange: Exchange, theme: Theme): string {
  const palette = palettes[theme];
  const rows = waterfallRows(exchange);
  const bars = rows.flatMap((row) => (row.kind === 'bars' ? row.bars : []));
  const endMs = Math.max(exchange.total, ...bars.map((bar) => bar.toMs), 0.001);
  const x = (ms: number): number => left + (ms / endMs) * plot;
  const bottom = rows.length * rowHeight + 4;
  const height = bottom + axisHeight;
  return [
    openSvg(width, height, palette, { labelledBy: 't' }),
    `<title id="t">${escapeXml(altText(exchange))}</title>`,
    axis(rows, endMs, x, palette),
    `<text x="${width - 2}" y="${bottom + 14}" text-anchor="end" font-weight="600">${escapeXml(fineDuration(exchange.total))}</text>`,
    ...rows.map((row, index) => drawRow(row, index * rowHeight + 2, x, palette)),
    '</svg>',
  ].join('');
}

/** What the picture says, for those who do not see it. */
export function altText(exchange: Exchange): string {
  const phases = waterfallRows({ ...exchange, hops: exchange.hops.slice(-1) }).flatMap((row) =>
    row.kind === 'bars' ? [`${row.label} ${row.value}`] : [],
  );
  const hops = exchange.hops.length === 1 ? '' : `, the last of ${exchange.hops.length} hops`;
  return `${fineDuration(exchange.total)} in all${hops}: ${phases.join(', ')}`;
}

function drawRow(row: Row, top: number, x: (ms: number) => number, palette: Palette): string {
  const baseline = top + rowHeight / 2 + 4;
  if (row.kind === 'heading') {
    return `<text x="2" y="${baseline}" fill="${palette.faint}" font-size="10.5">${escapeXml(row.text)}</text>`;
  }
  const barTop = top + (rowHeight - barHeight) / 2;
  const end = row.bars.at(-1);
  const cross =
    row.failed && end !== undefined
      ? drawCross(barEnd(end, x) + 7, barTop + barHeight / 2, palette)
      : '';
  return [
    `<text x="${left - 8}" y="${baseline}" text-anchor="end">${escapeXml(row.label)}</text>`,
    ...row.bars.map((bar) => drawBar(bar, barTop, x, palette)),
    cross,
    `<text x="${width - 2}" y="${baseline}" text-anchor="end"${row.failed ? ` fill="${palette.failed}"` : ''}>${escapeXml(row.value)}</text>`,
  ].join('');
}

/** At least two pixels: what happened must be seen. */
function drawBar(bar: Bar, top: number, x: (ms: number) => number, palette: Palette): string {
  const from = x(bar.fromMs);
  const outline = palette.outline === null ? '' : ` stroke="${palette.outline}"`;
  return `<rect x="${pixel(from)}" y="${top}" width="${pixel(barEnd(bar, x) - from)}" height="${barHeight}" rx="2" fill="${palette.phases[bar.phase]}"${outline}><title>${phaseLabels[bar.phase]} ${escapeXml(fineDuration(bar.toMs - bar.fromMs))}</title></rect>`;
}

function barEnd(bar: Bar, x: (ms: number) => number): number {
  return Math.max(x(bar.toMs), x(bar.fromMs) + 2);
}

/** Where it broke: a shape, not only a colour. */
function drawCross(x: number, y: number, palette: Palette): string {
  return `<path d="M${pixel(x - 3)} ${y - 3}l6 6m0-6l-6 6" stroke="${palette.failed}" stroke-width="2" stroke-linecap="round"/>`;
}

function axis(
  rows: readonly Row[],
  endMs: number,
  x: (ms: number) => number,
  palette: Palette,
): string {
  const bottom = rows.length * rowHeight + 4;
  const stretches = barStretches(rows);
  const step = tickStep(endMs / 4);
  const parts: string[] = [];
  for (let at = 0; at <= endMs * 1.0001; at += step) {
    const px = pixel(x(at));
    const line = stretches.map(([from, to]) => `M${px} ${from}V${to}`).join('');
    parts.push(
      `<path d="${line}" stroke="${palette.grid}"${palette.outline === null ? '' : ' stroke-dasharray="1 3"'}/>`,
      // Close to the end it would run into the total.
      px > left + plot - 16
        ? ''
        : `<text x="${px}" y="${bottom + 14}" text-anchor="middle" fill="${palette.faint}" font-size="10">${at === 0 ? '0' : escapeXml(tickText(at))}</text>`,
    );
  }
  return parts.join('');
}

/** From where to where the grid goes: it leaves out the headings, which would be struck through. */
function barStretches(rows: readonly Row[]): readonly (readonly [from: number, to: number])[] {
  const stretches: [number, number][] = [];
  rows.forEach((row, index) => {
    if (row.kind === 'heading') return;
    const top = index * rowHeight + 2;
    const last = stretches.at(-1);
    if (last?.[1] === top) last[1] = top + rowHeight;
    else stretches.push([top, top + rowHeight]);
  });
  return stretches;
}

function tickText(ms: number): string {
  return ms < 1 ? `${Number(ms.toPrecision(1))} ms` : duration(ms).replace('.0 ', ' ');
}
