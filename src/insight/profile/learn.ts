/** All that was learned of origins, as a fold over exchanges and snapshots of the pool. */
import type { Exchange } from '../../client/exchange.ts';
import type { PoolSnapshot } from '../../pool/snapshot.ts';
import { originOfUrl } from '../endpointText.ts';
import { learnClosed } from './learnClosed.ts';
import { learnHop } from './learnHop.ts';
import { emptyProfile, type OriginProfile } from './originProfile.ts';

export type Learned = {
  /** By origin, the one used last at the end. */
  readonly profiles: ReadonlyMap<string, OriginProfile>;
  /** On the clock of the snapshots: what was closed until then is learned. */
  readonly closedUntilMs: number;
};

export const nothingLearned: Learned = { profiles: new Map(), closedUntilMs: -Infinity };

/** Past it the origin that was used longest ago is forgotten. */
const maxOrigins = 100;

export function learnExchange(learned: Learned, exchange: Exchange): Learned {
  const profiles = new Map(learned.profiles);
  for (const hop of exchange.hops) {
    const origin = originOfUrl(hop.url);
    if (origin === null || hop.connection === null) continue;
    const startedAt = exchange.startedAt + hop.startedAtMs;
    const before = profiles.get(origin) ?? emptyProfile(origin, startedAt);
    profiles.delete(origin);
    profiles.set(origin, learnHop(before, hop, startedAt, pathOf(hop.url, exchange.secrets)));
  }
  const [oldest] = profiles.keys();
  if (profiles.size > maxOrigins && oldest !== undefined) profiles.delete(oldest);
  return { ...learned, profiles };
}

/** The ends of connections that no send has met yet. The same object when there are none. */
export function learnSnapshot(learned: Learned, { recentlyClosed }: PoolSnapshot): Learned {
  const fresh = recentlyClosed.filter(({ closedAtMs }) => closedAtMs > learned.closedUntilMs);
  if (fresh.length === 0) return learned;
  const profiles = new Map(learned.profiles);
  for (const { id, origin, closedBecause } of fresh) {
    const before = profiles.get(origin);
    if (before !== undefined) profiles.set(origin, learnClosed(before, id, closedBecause));
  }
  const latest = Math.max(...fresh.map(({ closedAtMs }) => closedAtMs));
  return { profiles, closedUntilMs: latest };
}

/** Null for a path that holds a secret. */
function pathOf(url: string, secrets: readonly string[]): string | null {
  const path = URL.parse(url)?.pathname ?? null;
  return path === null || secrets.some((secret) => path.includes(secret)) ? null : path;
}
