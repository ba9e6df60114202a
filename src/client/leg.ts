/** What one hop sends, in the words of every room it passes through. */
import type { Want } from '../pool/want.ts';
import type { Phase } from '../request/phases.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { OnChunk, WireRequest } from '../transport/connection.ts';
import type { Stop } from '../transport/stop.ts';
import type { DigestSessions } from './digestSessions.ts';
import type { HopCause } from './exchange.ts';
import { limitPhases, type PhaseLimits } from './phaseLimits.ts';
import type { PhaseClock } from './phaseClock.ts';
import type { ClientSettings } from './settings.ts';
import { wantOf, wireRequest } from './wire.ts';

export type LegContext = {
  readonly settings: ClientSettings;
  readonly digests: DigestSessions;
  readonly stop: Stop;
  /** Told of each piece of a body as it comes. */
  readonly onChunk: OnChunk | null;
};

export type Leg = {
  readonly cause: HopCause;
  readonly request: ResolvedRequest;
  readonly want: Want;
  readonly wire: WireRequest;
  /** The connections that died under it before. */
  readonly staleRetryOf: readonly number[];
  readonly clock: PhaseClock;
  /** Null where no phase has a limit. */
  readonly limits: PhaseLimits | null;
  /** What it listens to, and what it tells of its phases: the limits' where there are some. */
  readonly stop: Stop;
  readonly enter: (phase: Phase) => void;
};

/** Why a hop is not the first of its exchange. */
export type Again =
  /** The connection it was sent on died before any byte of the answer. */
  | { readonly cause: 'stale-retry'; readonly died: readonly number[] }
  /** `# @retry`; the wait counts as `queued`. */
  | { readonly cause: 'retry'; readonly afterMs: number }
  | { readonly cause: 'redirect' | 'auth' };

const none: readonly number[] = [];

export function legOf(
  { settings, digests, onChunk, stop }: LegContext,
  request: ResolvedRequest,
  again: Again | null,
  clock: PhaseClock,
): Leg {
  const want = wantOf(request, settings);
  const limits = limitPhases(request, settings, stop, clock);
  return {
    cause: again?.cause ?? 'first',
    request,
    want,
    wire: wireRequest(request, want, settings, digests, onChunk),
    staleRetryOf: again?.cause === 'stale-retry' ? again.died : none,
    clock,
    limits,
    stop: limits === null ? stop : limits.stop,
    enter: limits === null ? clock.enter : limits.enter,
  };
}
