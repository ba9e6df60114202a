/** The phases of a hop, in order, and how long each may take. */

export const phaseNames = [
  'queued',
  'proxy',
  'dns',
  'tcp',
  'tls',
  'send',
  'wait',
  'download',
] as const;

export type Phase = (typeof phaseNames)[number];

/** In milliseconds; 0 is no limit, and a phase that is not named is left to whoever is asked next. */
export type PhaseTimeouts = Readonly<Partial<Record<Phase, number>>>;

/** The one object that says that there are none, so that it is told at a glance. */
export const noPhaseTimeouts: PhaseTimeouts = {};

export function isPhase(name: string): name is Phase {
  return phaseNames.some((each) => each === name);
}
