/** Medians and spreads of samples: few of them, so sorting a copy is cheap. */

export type Spread = {
  readonly count: number;
  readonly min: number;
  /** First quartile, median and third quartile. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly max: number;
};

/** Null without samples. */
export function spreadOf(samples: readonly number[]): Spread | null {
  const sorted = samples.toSorted((a, b) => a - b);
  const min = sorted[0];
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  const at = (share: number): number => quantile(sorted, share);
  return { count: sorted.length, min, low: at(0.25), median: at(0.5), high: at(0.75), max };
}

/** Null without samples. */
export function medianOf(samples: readonly number[]): number | null {
  return spreadOf(samples)?.median ?? null;
}

/** Between two samples it is in between, as in R's default (type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
