/** The axis of a run's picture: time to pixels, with long stretches in which nothing happened cut short. */
import { duration } from './duration.ts';
import { tickStep } from './picture.ts';

export type Interval = { readonly fromMs: number; readonly toMs: number };

export type Break = Interval & { readonly fromX: number; readonly toX: number };

export type Tick = { readonly x: number; readonly text: string };

export type LaneScale = {
  readonly x: (ms: number) => number;
  readonly breaks: readonly Break[];
  readonly ticks: readonly Tick[];
};

/** Pixels. */
const widestBreak = 30;
const narrowestBreak = 6;
const maxBreaks = 40;
/** A gap is worth cutting when it takes this much of the time in which something happened. */
const worthCutting = 0.1;

/** `busy` in any order; from `left` on, `width` pixels wide, for 0 to `endMs`. */
export function laneScale(
  busy: readonly Interval[],
  endMs: number,
  left: number,
  width: number,
): LaneScale {
  const length = Math.max(endMs, 0.001);
  const cuts = worthwhile(gapsBetween(busy, length), length, width);
  const breakWidth = breakWidthFor(cuts.length, width);
  const linearMs = length - sumOf(cuts);
  const perMs = (width - cuts.length * breakWidth) / linearMs;
  const breaks: Break[] = [];
  let atX = left;
  let atMs = 0;
  for (const { fromMs, toMs } of cuts) {
    const fromX = atX + (fromMs - atMs) * perMs;
    breaks.push({ fromMs, toMs, fromX, toX: fromX + breakWidth });
    [atX, atMs] = [fromX + breakWidth, toMs];
  }
  const x = (ms: number): number => {
    let [fromX, fromMs] = [left, 0];
    for (const each of breaks) {
      if (ms < each.fromMs) break;
      if (ms < each.toMs) {
        const part = (ms - each.fromMs) / (each.toMs - each.fromMs);
        return each.fromX + part * (each.toX - each.fromX);
      }
      [fromX, fromMs] = [each.toX, each.toMs];
    }
    return fromX + (ms - fromMs) * perMs;
  };
  const wide = tickStep(90 / perMs);
  // One tick alone, that of 0, would be no scale.
  const step = wide < linearMs ? wide : tickStep(52 / perMs);
  return { x, breaks, ticks: ticks(x, breaks, length, step) };
}

/** Where no lane has anything, in the order of time. */
function gapsBetween(busy: readonly Interval[], endMs: number): readonly Interval[] {
  const gaps: Interval[] = [];
  let reached = 0;
  for (const { fromMs, toMs } of busy.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > reached) gaps.push({ fromMs: reached, toMs: fromMs });
    reached = Math.max(reached, toMs);
  }
  if (endMs > reached) gaps.push({ fromMs: reached, toMs: endMs });
  return gaps;
}

/** The longest ones that would take more room whole than cut. */
function worthwhile(
  gaps: readonly Interval[],
  lengthMs: number,
  width: number,
): readonly Interval[] {
  const busyMs = lengthMs - sumOf(gaps);
  const long = gaps
    .filter((gap) => lengthOf(gap) > busyMs * worthCutting)
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, maxBreaks);
  const breakWidth = breakWidthFor(long.length, width);
  const perMs = (width - long.length * breakWidth) / Math.max(lengthMs - sumOf(long), 0.001);
  return long
    .filter((gap) => lengthOf(gap) * perMs > breakWidth * 1.5)
    .sort((a, b) => a.fromMs - b.fromMs);
}

function breakWidthFor(amount: number, width: number): number {
  return Math.min(widestBreak, Math.max(narrowestBreak, (width * 0.35) / Math.max(amount, 1)));
}

function ticks(
  x: (ms: number) => number,
  breaks: readonly Break[],
  endMs: number,
  stepMs: number,
): readonly Tick[] {
  const found: Tick[] = [];
  const isCut = (ms: number): boolean =>
    breaks.some(({ fromMs, toMs }) => ms > fromMs && ms < toMs);
  let lastX = -Infinity;
  for (let at = 0; at <= endMs + stepMs * 1e-6;) {
    if (!isCut(at) && x(at) - lastX > 50) {
      lastX = x(at);
      found.push({ x: lastX, text: tickText(at, stepMs) });
    }
    const cut = breaks.find(({ fromMs, toMs }) => at + stepMs > fromMs && at + stepMs < toMs);
    // Over a break at once, for it may be hours.
    at = (Math.floor((cut?.toMs ?? at) / stepMs + 1e-6) + 1) * stepMs;
  }
  return found;
}

/** Fine enough to tell this tick from the next. */
function tickText(ms: number, stepMs: number): string {
  if (ms === 0) return '0';
  if (ms < 1000 || stepMs < 1) {
    return `${Number(ms.toFixed(stepMs < 1 ? 3 : 0))} ms`;
  }
  if (ms < 100_000) return `${Number((ms / 1000).toFixed(3))} s`;
  return stepMs < 1000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

function sumOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, each) => sum + lengthOf(each), 0);
}

function lengthOf({ fromMs, toMs }: Interval): number {
  return toMs - fromMs;
}
