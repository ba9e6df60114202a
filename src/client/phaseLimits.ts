/** Ends a hop one of whose phases takes longer than it may. */
import { noPhaseTimeouts, phaseNames, type Phase, type PhaseTimeouts } from '../request/phases.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { createStop, type Stop } from '../transport/stop.ts';
import type { PhaseClock } from './phaseClock.ts';
import type { ClientSettings } from './settings.ts';

export type PhaseLimits = {
  /** What the hop is to listen to: the stop it was given, and the end of a phase's time. */
  readonly stop: Stop;
  /** In place of the clock's own. */
  readonly enter: (phase: Phase) => void;
  /** The limit that ran out, in milliseconds; null while none has. */
  readonly passedMs: () => number | null;
  readonly dispose: () => void;
};

/**
 * Begins with the running phase. Null where nothing is limited, so that it costs nothing there;
 * `wait` is left to the transport, which has a timer for it already.
 */
export function limitPhases(
  request: ResolvedRequest,
  settings: ClientSettings,
  stop: Stop,
  clock: PhaseClock,
): PhaseLimits | null {
  const { phaseTimeoutsMs: ofRequest } = request;
  const { phaseTimeoutsMs: ofSettings } = settings;
  if (ofRequest === noPhaseTimeouts && ofSettings === noPhaseTimeouts) return null;
  const limits: PhaseTimeouts = { ...ofSettings, ...ofRequest };
  if (phaseNames.every((name) => name === 'wait' || (limits[name] ?? 0) === 0)) return null;
  const own = createStop(undefined, 0);
  stop.onStop(() => {
    own.stop(stop.cause ?? 'aborted');
  });
  const before = clock.spent(clock.phase) ?? 0;
  let passed: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const begin = (phase: Phase): void => {
    clearTimeout(timer);
    const limit = phase === 'wait' ? 0 : (limits[phase] ?? 0);
    if (limit === 0 || own.cause !== null) return;
    // A phase may be entered more than once; what went before all limits does not count.
    const spent = (clock.spent(phase) ?? 0) - (phase === 'queued' ? before : 0);
    timer = setTimeout(
      () => {
        passed ??= limit;
        own.stop('timeout');
      },
      Math.max(0, limit - spent),
    );
  };
  begin(clock.phase);
  return {
    stop: own,
    enter: (phase) => {
      clock.enter(phase);
      begin(phase);
    },
    passedMs: () => passed,
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
