/** What the end of one connection tells of its origin; each end counts once, whoever told of it first. */
import { isClosedCode, type Because } from '../../pool/reasons.ts';
import { withSample, type OriginProfile } from './originProfile.ts';

/** As many as the pool remembers. */
const maxIds = 256;

/** `because` may be that of an opening: where it names the end of the connection before, that is learned. */
export function learnClosed(
  profile: OriginProfile,
  connection: number,
  { code, idleMs, served }: Because<string>,
): OriginProfile {
  if (!isClosedCode(code) || profile.now.closedIds.includes(connection)) return profile;
  const closedIds = withSample(profile.now.closedIds, connection, maxIds);
  const isIdleClose = code === 'server-closed-idle' || code === 'server-reset-idle';
  const isOwnWord = code === 'server-sent-close' || code === 'goaway';
  return {
    ...profile,
    closedBecause: {
      ...profile.closedBecause,
      [code]: (profile.closedBecause[code] ?? 0) + 1,
    },
    idleCloses:
      isIdleClose && idleMs !== null ? withSample(profile.idleCloses, idleMs) : profile.idleCloses,
    servedAtEnd:
      isOwnWord && served !== null && served > 0
        ? withSample(profile.servedAtEnd, served)
        : profile.servedAtEnd,
    now: { ...profile.now, closedIds },
  };
}
