import type { LaneHop } from './laneHops.ts';
import type { LaneScale } from './laneScale.ts';
import type { Palette } from './theme.ts';

/** What every shape of a run's picture needs to know. */
export type LaneView = {
  readonly palette: Palette;
  readonly scale: LaneScale;
  /** Where the plot begins and ends. */
  readonly left: number;
  readonly plotEnd: number;
  readonly width: number;
  /** Whether there is room for words in the lanes. */
  readonly roomy: boolean;
  readonly interactive?: boolean;
  readonly linkTo?: ((hop: LaneHop) => string) | undefined;
};
