/** How the lanes of a run, their axis and their legend are drawn. */
import { duration } from './duration.ts';
import { escapeXml } from './escapeXml.ts';
import { drawBlock, drawCross, roundedPath } from './laneBlockShapes.ts';
import type { Block } from './laneBlocks.ts';
import type { Lane } from './laneLayout.ts';
import type { LaneView } from './laneView.ts';
import { laneEnd, laneTitle } from './laneWords.ts';
import { pixel } from './picture.ts';
import { cutToWidth, textWidth } from './svgText.ts';
import { phaseLabels } from './waterfallRows.ts';

export const legendHeight = 34;

/** Pixels behind the plot: room for the crosses of a failure and of a closing at its very end. */
const wordsAfter = 24;

/** `top` and the height in pixels. */
export function drawLane(
  lane: Lane,
  blocks: readonly Block[],
  top: number,
  view: LaneView,
): { readonly svg: string; readonly height: number } {
  const { palette, roomy, left, width, plotEnd, scale } = view;
  const words = roomy ? 13 : 1;
  const trackHeight = heightOfTrack(lane.tracks, roomy);
  const tracksHeight = trackHeight * lane.tracks;
  const height = words + tracksHeight + (roomy ? 7 : 3);
  const blocksTop = top + words;
  const middle = blocksTop + tracksHeight / 2;
  const textY = roomy ? top + 14 : middle + 3.5;
  const end = laneEnd(lane);
  const endX = lane.closed === null ? plotEnd : scale.x(lane.closed.atMs);
  const svg = [
    `<g data-lane="${lane.connection ?? 'none'}">`,
    `<path d="M0 ${top - 0.5}H${width}" stroke="${palette.grid}" stroke-opacity=".5"/>`,
    `<text x="4" y="${pixel(textY)}"${roomy ? ' font-weight="600"' : ' font-size="10"'}>${escapeXml(cutToWidth(roomy ? laneTitle(lane) : `${laneTitle(lane)} · ${lane.host}`, left - 12, roomy ? 11.5 : 10))}</text>`,
    roomy
      ? `<text x="4" y="${top + 27}" fill="${palette.faint}" font-size="10">${escapeXml(cutToWidth(lane.host, left - 12, 10))}</text>`
      : '',
    lane.connection === null ? '' : drawLife(lane, middle, blocksTop, tracksHeight, endX, view),
    ...blocks.map((block, index) =>
      drawBlock(block, blocksTop + block.track * trackHeight, trackHeight, view, {
        room: roomAfter(blocks, index, plotEnd),
        labelled: roomy && block.track === 0,
      }),
    ),
    lane.closed === null
      ? ''
      : `<g data-closed="${lane.connection ?? ''}"><title>${escapeXml(lane.closed.text)}</title>${drawCross(Math.min(endX + (hasFailedLast(lane) ? 15 : 6), plotEnd + 15), middle, palette.text)}</g>`,
    `<text x="${plotEnd + wordsAfter}" y="${pixel(middle + 3.5)}" font-size="10"${lane.closed === null ? ` fill="${palette.faint}"` : ''}>${escapeXml(cutToWidth(end, width - plotEnd - wordsAfter - 4, 10))}<title>${escapeXml(end)}</title></text>`,
    '</g>',
  ];
  return { svg: svg.join(''), height };
}

/** Its cross stands where that of the closing would. */
function hasFailedLast({ hops }: Lane): boolean {
  return (hops.at(-1)?.hop.failure ?? null) !== null;
}

function heightOfTrack(tracks: number, roomy: boolean): number {
  if (tracks === 1) return roomy ? 15 : 9;
  if (tracks <= 4) return roomy ? 12 : 7;
  return tracks <= 16 ? 7 : 4;
}

/** How many pixels there are until the next block of the same track. */
function roomAfter(blocks: readonly Block[], index: number, plotEnd: number): number {
  const [block, next] = [blocks[index], blocks[index + 1]];
  if (block === undefined) return 0;
  const until = next !== undefined && next.track === block.track ? next.fromX : plotEnd + 13;
  return until - block.fromX;
}

/** The connection itself: a line for as long as it was open; what lies on it is not idle. */
function drawLife(
  lane: Lane,
  middle: number,
  blocksTop: number,
  tracksHeight: number,
  endX: number,
  view: LaneView,
): string {
  const { palette, left, plotEnd, scale } = view;
  const fromX = lane.openedMs === null ? left : scale.x(lane.openedMs);
  const toX = Math.min(endX, plotEnd);
  const frame =
    lane.tracks === 1
      ? ''
      : `<rect x="${pixel(fromX - 1)}" y="${blocksTop - 1}" width="${pixel(Math.max(toX - fromX, 1) + 2)}" height="${tracksHeight}" fill="none" stroke="${palette.faint}" stroke-opacity=".6"/>`;
  // An arrow where it stays open.
  const arrow =
    lane.closed === null
      ? `<path d="M${plotEnd + 1} ${pixel(middle - 3)}l5 3l-5 3" fill="none" stroke="${palette.faint}"/>`
      : '';
  const line = `<path d="M${pixel(fromX)} ${pixel(middle)}H${pixel(lane.closed === null ? plotEnd + 5 : toX)}" stroke="${palette.faint}"/>`;
  // Streams would be struck through by a line: a frame holds them together.
  return `${lane.tracks === 1 ? line : frame}${arrow}`;
}

/** Down to `bottom`, in pixels. */
export function drawAxis(bottom: number, { palette, scale, plotEnd }: LaneView): string {
  const taken: { from: number; to: number }[] = [];
  const parts: string[] = [];
  const dashes = palette.outline === null ? '' : ' stroke-dasharray="1 3"';
  const isFree = (x: number, text: string): boolean => {
    const half = textWidth(text, 10) / 2 + 4;
    if (taken.some(({ from, to }) => x + half > from && x - half < to)) return false;
    taken.push({ from: x - half, to: x + half });
    return true;
  };
  for (const { fromX, toX, fromMs, toMs } of scale.breaks) {
    const x = (fromX + toX) / 2;
    const zigzag = Array.from(
      { length: Math.ceil((bottom - 16) / 8) },
      (_, index) => `l${index % 2 === 0 ? 4 : -4} ${Math.min(8, bottom - 16 - index * 8)}`,
    ).join('');
    parts.push(
      `<path d="M${pixel(x - 2)} 16${zigzag}" fill="none" stroke="${palette.faint}" stroke-opacity=".7" data-break=""/>`,
    );
    const text = duration(toMs - fromMs);
    if (isFree(x, text)) {
      parts.push(
        `<text x="${pixel(x)}" y="11" text-anchor="middle" font-size="10" font-style="italic">${escapeXml(text)}</text>`,
      );
    }
  }
  for (const { x, text } of scale.ticks) {
    parts.push(`<path d="M${pixel(x)} 16V${bottom}" stroke="${palette.grid}"${dashes}/>`);
    if (x > plotEnd - 8 || !isFree(x, text)) continue;
    parts.push(
      `<text x="${pixel(x)}" y="11" text-anchor="middle" font-size="10" fill="${palette.faint}">${escapeXml(text)}</text>`,
    );
  }
  return parts.join('');
}

/** The shapes and colours that are in the picture, with their names. */
export function drawLegend(top: number, lanes: readonly Lane[], view: LaneView): string {
  const { palette } = view;
  const y = top + 12;
  const stroke = palette.outline === null ? '' : ` stroke="${palette.outline}"`;
  const phases = lanes.flatMap(({ hops }) => hops.map(({ hop }) => hop.phases));
  const swatch = (phase: keyof typeof phaseLabels, isLow: boolean): readonly [string, string] => [
    `<rect x="0" y="${isLow ? y + 5 : y}" width="10" height="${isLow ? 5 : 10}" fill="${palette.phases[phase]}"${stroke}/>`,
    phaseLabels[phase],
  ];
  const outline = { x: 0, y, width: 14, height: 10 };
  const square = `<path d="${roundedPath({ ...outline, radius: 0 })}" fill="none" stroke="${palette.text}"/>`;
  const round = `<path d="${roundedPath({ ...outline, radius: 5 })}" fill="none" stroke="${palette.text}"/>`;
  const items: readonly (readonly [string, string])[] = [
    [square, '+ new'],
    [round, '\u21bb reused'],
    ...(['proxy', 'dns', 'tcp', 'tls'] as const)
      .filter((phase) => phases.some((each) => each[phase] !== null))
      .map((phase) => swatch(phase, true)),
    ...(['send', 'wait', 'download'] as const).map((phase) => swatch(phase, false)),
    [`<path d="M0 ${y + 5}h12" stroke="${palette.faint}"/>`, 'idle'],
    [drawCross(5, y + 5, palette.text), 'closed'],
    [drawCross(5, y + 5, palette.failed), 'failed'],
  ];
  let x = 4;
  const parts = items.map(([shape, text]) => {
    const part = `<g transform="translate(${pixel(x)} 0)">${shape}<text x="18" y="${y + 9}" font-size="10">${escapeXml(text)}</text></g>`;
    x += 18 + textWidth(text, 10) + 18;
    return part;
  });
  return `<g aria-hidden="true"><path d="M0 ${top - 0.5}H${view.width}" stroke="${palette.grid}" stroke-opacity=".5"/>${parts.join('')}</g>`;
}
