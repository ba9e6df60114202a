/**
 * How long, in words. Never finer than a tenth: the clock of a busy editor is no better than that.
 * All take milliseconds.
 */

/** `<1 ms`, `12 ms`, `5.0 s`, `118 s`, `12 min`, `3.5 h`. */
export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 599.5) return `${Math.round(seconds)} s`;
  if (seconds < 7170) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** As `duration`, with a tenth below 100 ms (`2.1 ms`): for tables and pictures, where phases are compared. */
export function fineDuration(ms: number): string {
  return ms < 1 || ms >= 99.95 ? duration(ms) : `${ms.toFixed(1)} ms`;
}

/** As `fineDuration`, with a tenth below a millisecond, too: for medians, which are finer than one sample. */
export function medianDuration(ms: number): string {
  if (ms >= 1) return fineDuration(ms);
  return ms < 0.05 ? '<0.1 ms' : `${ms.toFixed(1)} ms`;
}

/** As `fineDuration`, and a dash for what did not happen. */
export function phaseDuration(ms: number | null): string {
  return ms === null ? '—' : fineDuration(ms);
}

/** Whole seconds, for what counts up while one looks at it: `4 s`. */
export function wholeSeconds(ms: number): string {
  return ms < 1000 ? '<1 s' : `${Math.floor(ms / 1000)} s`;
}

/** A limit somebody set, said as it was set: `250 ms`, `1.5 s`, `118 s`, `24 h`. */
export function limitDuration(ms: number): string {
  if (ms < 1000) return `${round3(ms)} ms`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return `${round3(ms / 1000)} s`;
}

/** To a thousandth, as the JSON contract has it. */
export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
