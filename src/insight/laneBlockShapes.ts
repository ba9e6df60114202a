/** How one block of a lane is drawn: the handshake low and in front, the request high, round where it reused. */
import { escapeXml } from './escapeXml.ts';
import type { Block, Part } from './laneBlocks.ts';
import type { LaneView } from './laneView.ts';
import { blockLines } from './laneWords.ts';
import { pixel } from './picture.ts';
import { cutToWidth, textWidth } from './svgText.ts';

export type BlockPlace = {
  /** Pixels from its beginning to the next block. */
  readonly room: number;
  readonly labelled: boolean;
};

export function drawBlock(
  block: Block,
  top: number,
  trackHeight: number,
  view: LaneView,
  place: BlockPlace,
): string {
  const [first] = block.hops;
  if (first === undefined) return '';
  const { palette } = view;
  const height = trackHeight - (trackHeight > 8 ? 2 : 1);
  const lines = blockLines(block);
  const isFailed = block.hops.some(({ failure }) => failure !== null);
  const inside = [
    `<title>${lines.map(escapeXml).join('&#10;')}</title>`,
    block.hops.length > 1
      ? drawMany(block, top, height, view)
      : drawParts(block, top, height, view, first.connection?.reused === true),
    isFailed ? drawCross(crossX(block, place.room), top + height / 2, palette.failed) : '',
    place.labelled ? drawLabel(block, top - 3, place.room, view) : '',
  ].join('');
  const data = `class="block" data-exchange="${first.exchange}" data-hop="${first.hop}" data-connection="${first.connection?.id ?? 'none'}" data-hops="${block.hops.length}"`;
  if (view.linkTo !== undefined) {
    return `<a href="${escapeXml(view.linkTo(first))}" ${data}>${inside}</a>`;
  }
  const label = lines.filter((line) => line !== '').join(', ');
  return view.interactive === true
    ? `<g ${data} tabindex="0" role="button" aria-label="${escapeXml(label)}">${inside}</g>`
    : `<g ${data}>${inside}</g>`;
}

/** Behind the block where there is room. */
function crossX({ fromX, toX }: Block, room: number): number {
  return fromX + room > toX + 12 ? toX + 6 : (fromX + toX) / 2;
}

/** A cross: where it broke, or was closed. */
export function drawCross(x: number, y: number, colour: string): string {
  return `<path d="M${pixel(x - 3)} ${pixel(y - 3)}l6 6m0-6l-6 6" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round"/>`;
}

/** A rectangle with corners rounded by `radius`, or the part of it between two places. */
export function roundedPath(
  { x, y, width, height, radius }: Rounded,
  from = x,
  to = x + width,
): string {
  const r = Math.min(radius, width / 2, height / 2);
  const [leftEnd, rightBegin] = [x + r, x + width - r];
  /** How far the edge is below the top here. */
  const dip = (at: number): number => {
    const past = Math.max(leftEnd - at, at - rightBegin, 0);
    return r - Math.sqrt(Math.max(r * r - past * past, 0));
  };
  const upper = [from, leftEnd, rightBegin, to].map((at) => Math.min(Math.max(at, from), to));
  const walk = (places: readonly number[], isUpper: boolean): string =>
    places
      .map((at, index) => {
        const point = `${pixel(at)} ${pixel(isUpper ? y + dip(at) : y + height - dip(at))}`;
        if (index === 0) return point;
        const before = places[index - 1] ?? at;
        const isStraight = dip(at) === 0 && dip(before) === 0;
        return r === 0 || isStraight ? `L${point}` : `A${pixel(r)} ${pixel(r)} 0 0 1 ${point}`;
      })
      .join('');
  return `M${walk(upper, true)}L${walk(upper.toReversed(), false)}z`;
}

export type Rounded = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
};

const handshake: ReadonlySet<string> = new Set(['proxy', 'dns', 'tcp', 'tls']);

function drawParts(
  { parts, fromX, toX }: Block,
  top: number,
  height: number,
  { palette }: LaneView,
  isReused: boolean,
): string {
  const seen = parts.filter(
    (part, index) => part.toX - part.fromX >= 0.2 || index === parts.length - 1,
  );
  const stroke = palette.outline === null ? '' : ` stroke="${palette.outline}"`;
  const request = seen.filter(({ phase }) => !handshake.has(phase));
  const x = request[0]?.fromX ?? fromX;
  const whole = { x, y: top, width: toX - x, height, radius: isReused ? height / 2 : 0 };
  const shape = (part: Part): string => {
    const fill = `fill="${palette.phases[part.phase]}"${stroke}`;
    if (handshake.has(part.phase)) {
      const width = Math.max(endOf(part) - part.fromX, 0.3);
      return `<rect x="${pixel(part.fromX)}" y="${pixel(top + height / 2)}" width="${pixel(width)}" height="${pixel(height / 2)}" ${fill} data-handshake="${part.phase}"/>`;
    }
    return `<path d="${roundedPath(whole, part.fromX, endOf(part))}" ${fill}/>`;
  };
  /** The last one makes up for what is narrower than can be seen. */
  const endOf = (part: Part): number => (part === seen.at(-1) ? toX : part.toX);
  if (seen.length === 0 || toX - fromX < 4) {
    // A sliver has no room for phases or corners: what took longest gives the colour.
    const longest = seen.toSorted((a, b) => b.toX - b.fromX - (a.toX - a.fromX))[0];
    return `<rect x="${pixel(fromX)}" y="${pixel(top)}" width="${pixel(toX - fromX)}" height="${pixel(height)}" fill="${longest === undefined ? palette.faint : palette.phases[longest.phase]}"/>`;
  }
  return seen.map(shape).join('');
}

/** Stripes: there is more than one in it. */
function drawMany(block: Block, top: number, height: number, { palette }: LaneView): string {
  const width = block.toX - block.fromX;
  const stripes = Array.from(
    { length: Math.min(Math.ceil(width / 3), 400) },
    (_, index) => `M${pixel(block.fromX + index * 3)} ${pixel(top)}v${pixel(height)}`,
  ).join('');
  return `<path d="${roundedPath({ x: block.fromX, y: top, width, height, radius: height / 2 })}" fill="${palette.phases.wait}" fill-opacity=".25"/><path d="${stripes}" stroke="${palette.phases.wait}" stroke-width="1.5"/>`;
}

/** Pixels. */
const leastRoom = 12;

/** As much of it as there is room for: new and reused before the name. */
function drawLabel(block: Block, baseline: number, room: number, { palette }: LaneView): string {
  const [first] = block.hops;
  if (first === undefined) return '';
  const mark =
    block.hops.length > 1
      ? `${block.hops.length}\u00d7`
      : first.connection === null
        ? ''
        : first.connection.reused
          ? '\u21bb'
          : '+';
  const whole = `${mark} ${first.label}`.trim();
  const text =
    textWidth(whole, 9.5) < room - 6 || room > 60 ? cutToWidth(whole, room - 6, 9.5) : mark;
  // Marks that touch each other tell less than none.
  if (text === '' || Math.max(textWidth(text, 9.5), leastRoom) > room) return '';
  return `<text x="${pixel(block.fromX)}" y="${pixel(baseline)}" font-size="9.5" fill="${palette.text}">${escapeXml(text)}</text>`;
}
