/** A request that ends the connection it goes out on, or will have none that is there. */
import { hostOf } from '../endpointText.ts';
import { duration, limitDuration } from '../duration.ts';
import { medianOf } from '../statistics.ts';
import { couldServeMore, handshakeCost, share } from './cost.ts';
import type { Around, RequestFacts } from './facts.ts';
import type { Finding } from './hint.ts';

/** Evidence: the header, and another send that its connection could serve. */
export function connectionClose(request: RequestFacts, around: Around): Finding | null {
  if (!request.closesByHeader || !couldServeMore(around)) return null;
  return closing('connection-close', 'connection-header', '`Connection: close`', request, around);
}

/** The same by the directive. */
export function noKeepAlive(request: RequestFacts, around: Around): Finding | null {
  if (!request.noKeepAlive || !couldServeMore(around)) return null;
  return closing('no-keep-alive', 'no-keep-alive', '`@no-keep-alive`', request, around);
}

function closing(
  code: 'connection-close' | 'no-keep-alive',
  place: Finding['place'],
  what: string,
  { origin }: RequestFacts,
  { profile }: Around,
): Finding {
  const lost = profile?.openedBecause['no-keep-alive']?.count ?? 0;
  const seen = lost === 0 ? '' : ` (${share(lost, profile?.sends ?? lost)} had to)`;
  const why = `${what} ends the connection after this request, so the next one to ${hostOf(origin)} opens another${seen}`;
  return { code, place, why, cost: handshakeCost(profile), remedy: { kind: 'remove' } };
}

/** Evidence: the directive, and another send whose connection this one could use. */
export function freshConnection(request: RequestFacts, around: Around): Finding | null {
  const { profile } = around;
  if (!request.freshConnection || !couldServeMore(around)) return null;
  const asked = profile?.openedBecause['fresh-connection']?.count ?? 0;
  const seen = asked === 0 ? '' : `; ${share(asked, profile?.sends ?? asked)} did`;
  const why = `\`@fresh-connection\` opens a connection each time, whatever is open to ${hostOf(request.origin)}${seen}`;
  const cost = handshakeCost(profile);
  return { code: 'fresh-connection', place: 'fresh-connection', why, cost, remedy: remove };
}

/** A pool that no other request to the origin names. */
export function lonePool(
  { pool, origin }: RequestFacts,
  { inFile, profile }: Around,
): Finding | null {
  if (pool === null || inFile.pools.get(pool) !== 1 || inFile.requests < 2) return null;
  const why = `No other request of this file to ${hostOf(origin)} uses the pool \`${pool}\`, so this one shares no connection with the other ${inFile.requests - 1}`;
  return { code: 'lone-pool', place: 'pool', why, cost: handshakeCost(profile), remedy: remove };
}

const remove = { kind: 'remove' } as const;

/** Evidence: connections given up for this limit, and pauses that are mostly longer. */
export function maxIdle({ maxIdleMs, origin }: RequestFacts, { profile }: Around): Finding | null {
  const loss = profile?.openedBecause['max-idle'];
  if (maxIdleMs === null || profile === null || loss?.limit !== maxIdleMs) return null;
  const pause = medianOf(profile.pauses);
  if (loss.count < 2 || pause === null || pause <= maxIdleMs) return null;
  const why = `\`@max-idle ${limitDuration(maxIdleMs)}\` is shorter than the pauses between sends to ${hostOf(origin)}, ${duration(pause)} in the median: ${share(loss.count, profile.sends)} gave up a connection for it`;
  const cost = handshakeCost(profile);
  return { code: 'max-idle', place: 'max-idle', why, cost, remedy: remove };
}
