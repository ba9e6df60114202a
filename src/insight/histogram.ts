/** Counts in buckets: what a distribution looks like, in the same memory however much is recorded. */

/** Seconds: what OpenTelemetry advises for `http.client.request.duration`. */
export const requestBoundaries: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** Seconds: those .NET has for `http.client.connection.duration`, for connections live longer than requests. */
export const connectionBoundaries: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

export type Histogram = {
  count: number;
  sum: number;
  min: number | null;
  max: number | null;
  readonly boundaries: readonly number[];
  /** One more than there are boundaries; a value on a boundary is below it. */
  readonly counts: number[];
};

export function createHistogram(boundaries: readonly number[]): Histogram {
  const counts = boundaries.map(() => 0).concat(0);
  return { count: 0, sum: 0, min: null, max: null, boundaries, counts };
}

/** Adds to the histogram. */
export function record(histogram: Histogram, value: number): void {
  histogram.count += 1;
  histogram.sum += value;
  histogram.min = Math.min(histogram.min ?? value, value);
  histogram.max = Math.max(histogram.max ?? value, value);
  const { boundaries } = histogram;
  const found = boundaries.findIndex((boundary) => value <= boundary);
  const at = found === -1 ? boundaries.length : found;
  histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
}
