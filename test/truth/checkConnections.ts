/** Why each connection was opened and closed, against what the server saw. Answers the disagreements. */
import type { ClosedBecause, OpenedBecause } from '../../src/pool/reasons.ts';
import { seenText } from './checkHops.ts';
import { isLive, verifies, type Ledger, type Line } from './ledger.ts';
import type { PlannedSend } from './plan.ts';
import type { Account } from './sendBatch.ts';

export function checkConnections(account: Account, ledger: Ledger): string[] {
  const wrong: string[] = [];
  for (const line of ledger.values()) {
    const { id, seen, closed, uses } = line;
    const first = uses[0];
    const because = first?.told.exchange.hops[first.hop]?.connection?.openedBecause;
    if (first !== undefined && because != null) {
      const why = openedWrongly(because, line, first.told.planned, first.hop, ledger);
      if (why !== null)
        wrong.push(`#${id} opened because ${because.code} (#${because.connection}): ${why}`);
    }
    if (seen === null) continue;
    if ((closed === null) !== (seen.closedAtMs === null)) {
      wrong.push(
        `#${id} is ${closed === null ? 'open' : closed.closedBecause.code} to us, ${seen.closedAtMs === null ? 'open' : 'closed'} to the server`,
      );
    }
    if (closed !== null && !isClosedFor(closed.closedBecause, line, account, ledger)) {
      wrong.push(
        `#${id} closed because ${JSON.stringify(closed.closedBecause)}: ${seenText(seen.arrivals.at(-1), seen)}`,
      );
    }
  }
  for (const { port, closedAtMs } of account.seen) {
    const known = [...ledger.values()].some(({ seen }) => seen?.port === port);
    // One whose opening was given up.
    if (!known && closedAtMs === null)
      wrong.push(`the server has a connection from ${port} that we know nothing of`);
  }
  return wrong;
}

/** On Node 22.19 some 2 of 100 resets end a bare `net.Socket` without an error; on 24 none of 2,000 did. */
const tellsResets = Number(process.versions.node.split('.')[0]) >= 24;

function isClosedFor(
  because: ClosedBecause,
  line: Line,
  { batch }: Account,
  ledger: Ledger,
): boolean {
  const { seen, uses, closed } = line;
  if (seen === null || closed === null) return false;
  const { code, limit, served, idleMs, ageMs } = because;
  const last = seen.arrivals.at(-1);
  const isHttp2 = batch.kind === 'h2';
  const did = (what: string, idle: boolean): boolean =>
    seen.deeds.some((deed) => deed.what === what && (deed.idle || !idle));
  const live = (sameHost: boolean): number =>
    [...ledger.values()].filter(
      (other) =>
        other.openedAtMs < closed.closedAtMs &&
        (other.to === line.to || !sameHost) &&
        (other === line || isLive(other, closed.closedAtMs)),
    ).length;
  const failedWith = (...codes: readonly string[]): boolean =>
    uses.some(({ told, hop }) => codes.includes(told.exchange.hops[hop]?.failure?.code ?? ''));
  if (served !== uses.length || (ageMs ?? 0) < (idleMs ?? 0)) return false;
  switch (code) {
    case 'server-sent-close':
      return last?.act === 'close' || last?.act === 'close-left-open';
    case 'http-1.0':
      return last?.act === 'http-1.0';
    case 'close-delimited-body':
      return last?.act === 'until-end';
    case 'unexpected-data':
      return last?.act === 'excess' || did('bytes', true);
    case 'server-closed-idle':
      if (did('fin', !isHttp2)) return true;
      // Under TLS a reset may end the stream before it is seen as one, and Node 22 tells some as an end on any socket.
      return (batch.kind !== 'http' || !tellsResets) && did('reset', !isHttp2);
    case 'server-reset-idle':
      return did('reset', !isHttp2);
    case 'receive-error':
      return (
        (did('fin', false) || did('reset', false)) &&
        failedWith('closed-before-response', 'connection-reset', 'truncated-response')
      );
    case 'protocol-error':
      return failedWith('protocol-error') && (last?.act === 'garbage' || did('bytes', true));
    case 'timeout':
    case 'aborted':
      return failedWith(code);
    case 'no-keep-alive':
      return isHttp2
        ? uses.some(({ told }) => told.planned.noKeepAlive)
        : last?.asksToClose === true;
    case 'goaway':
      return did('goaway', false);
    case 'max-idle':
      return (seen.closedAtMs ?? 0) - seen.lastAnsweredAtMs >= (limit ?? Infinity);
    case 'max-lifetime':
      return (ageMs ?? 0) > (limit ?? Infinity) && limit === batch.settings.maxLifetimeMs;
    case 'evicted-pool-full':
      return limit === batch.settings.maxIdleConnections && live(false) > limit;
    case 'evicted-host-limit':
      return limit === batch.settings.maxConnectionsPerHost && live(true) >= limit;
    case 'evicted-total-limit':
      return limit === batch.settings.maxConnections && live(false) >= limit;
    default:
      return false;
  }
}

/** It was there when the choice was made, and was given up for the one that is opened. */
function madeRoom({ closed }: Line, at: number): boolean {
  return closed?.closedAtMs === at && closed.closedBecause.code.startsWith('evicted');
}

/** Null when it was rightly so. */
function openedWrongly(
  because: OpenedBecause,
  line: Line,
  planned: PlannedSend,
  hop: number,
  ledger: Ledger,
): string | null {
  const { code } = because;
  const at = line.openedAtMs;
  const other = because.connection === null ? undefined : ledger.get(because.connection);
  const order = line.uses[0]?.taken.order ?? 0;
  const sameHost = [...ledger.values()].filter((each) => each !== line && each.to === line.to);
  const alike = sameHost.filter((each) => each.verify === verifies(planned, line.to));
  const died = line.uses[0]?.told.taken.slice(0, hop).map(({ connection }) => connection) ?? [];
  const uses = (each: Line) =>
    each.uses.filter(({ taken }) => taken.order < order && taken.endedAtMs >= at);

  if (code === 'fresh-connection') return planned.fresh ? null : 'nobody asked';
  if (planned.fresh) return 'asked for fresh';
  if (code === 'stale-retry') {
    return hop > 0 && because.connection === died.at(-1) ? null : 'it was sent on no such one';
  }
  if (hop > 0) return 'it is sent again';
  const busy = alike.find(
    (each) =>
      each.seen !== null &&
      each.openedAtMs < at &&
      isLive(each, at) &&
      !uses(each).some(({ told }) => told.planned.noKeepAlive),
  );
  if (code === 'all-busy' || code === 'streams-exhausted') {
    if (other === undefined || !alike.includes(other)) return 'that one would not match';
    if (!isLive(other, at)) return 'that one is gone';
    const needed = code === 'all-busy' ? 1 : (because.limit ?? Infinity);
    return uses(other).length >= needed ? null : `it serves ${uses(other).length}`;
  }
  if (busy !== undefined) return `#${busy.id} matches and is busy`;
  const closedBefore = alike.filter(
    (each) => each.closed !== null && each.closed.closedAtMs <= at && !madeRoom(each, at),
  );
  if (code === 'different-tls-config') {
    if (closedBefore.length > 0) return 'there is a closed one that would have matched';
    return other !== undefined &&
      sameHost.includes(other) &&
      !alike.includes(other) &&
      (isLive(other, at) || madeRoom(other, at))
      ? null
      : 'there is no such live one';
  }
  if (code === 'first-request') {
    if (closedBefore.length > 0) return 'there was one before';
    const live = sameHost.find((each) => !alike.includes(each) && isLive(each, at));
    return live === undefined ? null : `#${live.id} differs`;
  }
  if (other?.closed == null || !closedBefore.includes(other)) return 'that one is not closed';
  if (JSON.stringify(other.closed.closedBecause) !== JSON.stringify(because)) {
    return `that one closed because ${JSON.stringify(other.closed.closedBecause)}`;
  }
  const later = closedBefore.find(({ closed }) => closed!.closedAtMs > other.closed!.closedAtMs);
  return later === undefined ? null : `#${later.id} was closed later`;
}
