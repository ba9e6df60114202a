import type { LaneHops } from './laneHops.ts';
import { lanes } from './lanes.ts';
import { palettes } from './theme.ts';

/** The picture of a run as an SVG that stands alone: dark on white, whatever it is looked at with. */
export function pictureFile(hops: LaneHops): string {
  const { svg } = lanes(hops, { palette: palettes.light });
  const paper = '<rect width="100%" height="100%" fill="#ffffff"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace('>', `>${paper}`)}\n`;
}
