/** What was measured, and past which many milliseconds it is too slow; null where nothing is. */
export type ScaleRow = {
  readonly what: string;
  readonly ms: number;
  readonly limit: number | null;
};
