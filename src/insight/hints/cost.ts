/** What hints cost, from what was measured. */
import { duration } from '../duration.ts';
import { count } from '../count.ts';
import type { OriginProfile } from '../profile/originProfile.ts';
import { spreadOf } from '../statistics.ts';
import type { Around } from './facts.ts';
import type { HintCost } from './hint.ts';

/** A handshake with the origin, which each connection more costs; null when none was seen. */
export function handshakeCost(
  profile: OriginProfile | null,
  basis: HintCost['basis'] = 'measured',
): HintCost | null {
  const spread = spreadOf(profile?.handshakes.map(({ total }) => total) ?? []);
  return spread === null ? null : { ms: spread.median, basis, samples: spread.count };
}

/** Whether there was, or would be, another send that its connection could have served. */
export function couldServeMore({ inFile, profile }: Around): boolean {
  return inFile.requests > 1 || (profile?.sends ?? 0) > 1;
}

/** `About 121 ms each time (the median of 5 measured)`. */
export function costText(cost: HintCost): string {
  const from = cost.samples === 1 ? 'one measured' : `the median of ${cost.samples} measured`;
  const estimated = cost.basis === 'estimated' ? ', an estimate' : '';
  return `About ${duration(cost.ms)} each time${estimated} (${from})`;
}

/** `3 of 5 sends`. */
export function share(part: number, whole: number): string {
  return `${part} of ${count(whole, 'send')}`;
}
