/**
 * What reuse has saved, as an estimate. It is held against one curl handle for each request, which
 * opens a connection to each origin that the request comes to, and keeps it from hop to hop: so what
 * a redirect or a challenge reuses within its own exchange saves nothing. Each connection would have
 * cost the median handshake with its origin; what a request waited for one that it reused
 * (another was opening, a limit was reached) is taken off.
 */
import type { ReuseCounts, ReuseReport } from './reuseReport.ts';
import { medianOf } from './statistics.ts';

/** The estimate's assumption, for whoever shows the estimate. */
export const savingAssumption =
  'Saved by reuse is an estimate: without reuse each request would open a connection of its own, as one curl command for each does, and that would take the median of the handshakes measured with the same origin. What requests waited for a connection they then reused is taken off. Requests overlap where they are sent at the same time, so it is the sum of their times, not of the run\u2019s';

export type Saving =
  | { readonly kind: 'estimated'; readonly ms: number }
  /** Nothing was reused that a handle of its own would not have reused. */
  | { readonly kind: 'none' }
  /** Connections were reused whose opening was not seen. */
  | { readonly kind: 'unmeasured' };

/** The handshake with an origin; null where none was seen. */
export function handshakeAt(report: ReuseReport, origin: string): number | null {
  const own = medianOf(report.origins.get(origin)?.handshakes ?? []);
  return own ?? (report.before === null ? null : handshakeAt(report.before, origin));
}

/** `counts` are those of this origin. */
export function savingAt(report: ReuseReport, origin: string, counts: ReuseCounts): Saving {
  if (counts.spared === 0) return { kind: 'none' };
  const handshakeMs = handshakeAt(report, origin);
  if (handshakeMs === null) return { kind: 'unmeasured' };
  const ms = Math.max(0, handshakeMs * counts.spared - counts.sparedQueuedMs);
  return { kind: 'estimated', ms };
}

/** The origins' sum; `isWhole` tells whether those without a measure are missing. */
export function savingInAll(report: ReuseReport): Saving & { readonly isWhole: boolean } {
  const all = Array.from(report.origins, ([origin, counts]) => savingAt(report, origin, counts));
  const isWhole = all.every(({ kind }) => kind !== 'unmeasured');
  const known = all.filter((each) => each.kind === 'estimated');
  if (known.length > 0) {
    return { kind: 'estimated', ms: known.reduce((sum, { ms }) => sum + ms, 0), isWhole };
  }
  return { kind: isWhole ? 'none' : 'unmeasured', isWhole };
}
