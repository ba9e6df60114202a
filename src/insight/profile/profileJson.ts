/** Profiles as JSON: to be kept between windows, and to be read by people and programs. */
import { round3 } from '../duration.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import { emptyProfile, emptySession, type Handshake, type OriginProfile } from './originProfile.ts';

/** Another number when what is kept has another shape: what was kept before is then forgotten. */
const version = 1;

/** What to keep between windows: all but what holds for this process only. */
export function savedProfiles(profiles: Iterable<OriginProfile>): object {
  const origins = Array.from(profiles, (profile) => ({ ...profile, now: null }));
  return { version, origins };
}

/** What `savedProfiles` gave; nothing of what is not, for anything may stand in a file. */
export function readProfiles(saved: unknown): ReadonlyMap<string, OriginProfile> {
  const profiles = new Map<string, OriginProfile>();
  if (!isRecord(saved) || saved['version'] !== version) return profiles;
  const { origins } = saved;
  for (const one of Array.isArray(origins) ? (origins as readonly unknown[]) : []) {
    if (!isRecord(one) || typeof one['origin'] !== 'string') continue;
    const profile = { ...emptyProfile(one['origin'], 0), ...one, now: emptySession };
    if (isProfile(profile)) profiles.set(profile.origin, profile);
  }
  return profiles;
}

/** The export: what the samples come to, with their number. */
export function profilesJson(profiles: Iterable<OriginProfile>): object {
  return { type: 'origin-profiles', version, origins: Array.from(profiles, profileJson) };
}

function profileJson(profile: OriginProfile): object {
  const { sends, reused, opened, handshakes, keepAlive, tls } = profile;
  const phase = (name: keyof Handshake): Spread | null =>
    rounded(spreadOf(handshakes.flatMap((one) => one[name] ?? [])));
  return {
    origin: profile.origin,
    firstAt: new Date(profile.firstAt).toISOString(),
    lastAt: new Date(profile.lastAt).toISOString(),
    addresses: profile.addresses,
    sends,
    opened,
    reused,
    reuseRatio: sends === 0 ? null : round3(reused / sends),
    protocols: profile.protocols,
    keepAlive: {
      header: keepAlive,
      idleCloseMs: rounded(spreadOf(profile.idleCloses)),
      longestIdleServedMs: profile.longestIdleMs === null ? null : round3(profile.longestIdleMs),
      requestsAtServerClose: rounded(spreadOf(profile.servedAtEnd)),
      mostRequestsServed: profile.mostServed,
    },
    tls: { full: tls.full, resumed: tls.resumed },
    handshakeMs: {
      total: phase('total'),
      dns: phase('dns'),
      tcp: phase('tcp'),
      proxy: phase('proxy'),
      tls: phase('tls'),
    },
    pauseMs: rounded(spreadOf(profile.pauses)),
    openedBecause: Object.fromEntries(
      Object.entries(profile.openedBecause).map(([code, { count }]) => [code, count]),
    ),
    closedBecause: profile.closedBecause,
    mostConnectionsAtOnce: profile.peak,
  };
}

function rounded(spread: Spread | null): Spread | null {
  if (spread === null) return null;
  const { count, min, low, median, high, max } = spread;
  return {
    count,
    min: round3(min),
    low: round3(low),
    median: round3(median),
    high: round3(high),
    max: round3(max),
  };
}

/** Whether each field is of the kind that the empty profile has. */
function isProfile(value: object): value is OriginProfile {
  const model: Readonly<Record<string, unknown>> = emptyProfile('', 0);
  return Object.entries(model).every(([name, of]) => {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (name === 'keepAlive') return field === null || isRecord(field);
    if (name === 'longestIdleMs') return field === null || typeof field === 'number';
    if (name === 'httpsOrigin') return field === null || typeof field === 'string';
    return Array.isArray(of) ? Array.isArray(field) : typeof field === typeof of && field !== null;
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
