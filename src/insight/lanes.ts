/**
 * The picture of a run: a lane for each connection, a block for each hop, so that reuse is seen.
 * What is new is square and what is reused is round; colours only say it again.
 */
import type { Palette } from './theme.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { escapeXml } from './escapeXml.ts';
import { laneBlocks, type Block } from './laneBlocks.ts';
import { maxLaneHops, type LaneHop, type LaneHops } from './laneHops.ts';
import { laneLayout, type Lane } from './laneLayout.ts';
import { laneScale, type LaneScale } from './laneScale.ts';
import { drawAxis, drawLane, drawLegend, legendHeight } from './laneShapes.ts';
import { lanesAltText } from './laneWords.ts';
import { openSvg } from './picture.ts';

export type LanesOptions = {
  readonly palette: Palette;
  /** Pixels in all; wider for a closer look. */
  readonly width?: number;
  /** Blocks take the focus, one after the other, and are buttons. */
  readonly interactive?: boolean;
  /** Where a block leads, as a URL. */
  readonly linkTo?: ((hop: LaneHop) => string) | undefined;
};

export type LanesPicture = {
  readonly svg: string;
  /** The same in words. */
  readonly alt: string;
};

/** Pixels: the names of the lanes at the left, and how they ended at the right. */
const left = 205;
const right = 220;
const defaultWidth = 1000;
const axisHeight = 20;
/** Past this many, lanes have no room for words. */
const maxRoomy = 40;
const maxLanes = 200;

export function lanes(hops: LaneHops, options: LanesOptions): LanesPicture {
  const all = laneLayout(hops);
  const shown = all.slice(0, maxLanes);
  const width = Math.max(options.width ?? defaultWidth, left + right + 100);
  const endMs = shown.reduce((last, lane) => Math.max(last, endOf(lane)), 0.001);
  const scale = laneScale(
    shown.flatMap((lane) => lane.hops),
    endMs,
    left,
    width - left - right,
  );
  const drawn = shown.map((lane) => ({ lane, blocks: laneBlocks(lane, scale.x) }));
  const roomy = shown.length <= maxRoomy;
  const view = { ...options, scale, left, plotEnd: width - right, width, roomy };
  let top = axisHeight;
  const parts = drawn.map(({ lane, blocks }) => {
    const { svg, height } = drawLane(lane, blocks, top, view);
    top += height;
    return svg;
  });
  const notes = notesOf(
    hops,
    all,
    drawn.flatMap(({ blocks }) => blocks),
    scale,
  );
  const notesTop = top + legendHeight;
  const height = notesTop + notes.length * 16 + 6;
  const alt = [lanesAltText(hops, all, endMs), ...notes].join(' ');
  const { palette } = options;
  const role = options.interactive === true || options.linkTo !== undefined ? 'group' : 'img';
  const svg = [
    openSvg(width, height, palette, { labelledBy: 'lanes-title lanes-text', role }),
    `<title id="lanes-title">Connections of the run</title><desc id="lanes-text">${escapeXml(alt)}</desc>`,
    drawAxis(top, view),
    ...parts,
    drawLegend(top, shown, view),
    ...notes.map(
      (note, index) =>
        `<text x="4" y="${notesTop + index * 16 + 12}" fill="${palette.faint}">${escapeXml(note)}</text>`,
    ),
    '</svg>',
  ].join('');
  return { svg, alt };
}

function endOf({ hops, closed }: Lane): number {
  return hops.reduce((last, { toMs }) => Math.max(last, toMs), closed?.atMs ?? 0);
}

/** What the picture leaves out. */
function notesOf(
  hops: LaneHops,
  all: readonly Lane[],
  blocks: readonly Block[],
  { breaks }: LaneScale,
): readonly string[] {
  const notes: string[] = [];
  if (hops.kept.length === 0) notes.push('Nothing was sent.');
  if (hops.hops > hops.kept.length) {
    notes.push(`Only the first ${maxLaneHops} of ${hops.hops} hops are drawn.`);
  }
  if (all.length > maxLanes) {
    const left = all.slice(maxLanes);
    const amount = left.reduce((sum, lane) => sum + lane.hops.length, 0);
    notes.push(
      `Only the first ${maxLanes} lanes are drawn: ${count(left.length, 'more connection')} with ${count(amount, 'request')} are left out.`,
    );
  }
  const many = blocks.filter(({ hops: joined }) => joined.length > 1);
  if (many.length > 0) {
    const amount = many.reduce((sum, block) => sum + block.hops.length, 0);
    notes.push(
      `Striped blocks stand for several requests too short to be told apart: ${amount} in ${count(many.length, 'block')}.`,
    );
  }
  if (breaks.length > 0) {
    const cut = breaks.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    notes.push(
      `Zigzags cut short when nothing happened on any connection: ${duration(cut)} in ${count(breaks.length, 'gap')}.`,
    );
  }
  return notes;
}
