/** One leg of an exchange: takes or opens a connection, sends, and tells all that happened. */
import { setImmediate } from 'node:timers/promises';
import type { ClosedBecause, ClosedCode, ClosingFacts } from '../pool/reasons.ts';
import { originOf } from '../pool/want.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { ConnectionEnd, SentHead, WireFailure, WireOutcome } from '../transport/connection.ts';
import type { Transport } from '../transport/openConnection.ts';
import type { Stop, StopCause } from '../transport/stop.ts';
import type { Tell } from '../transport/wireEvent.ts';
import type { Connections, Held, Order, Ready } from './connections.ts';
import { delay } from './delay.ts';
import type { SendFailure } from './exchange.ts';
import { connectionUse, hopResult, type HopResult } from './hopResult.ts';
import { legOf, type Again, type Leg, type LegContext } from './leg.ts';
import { handshakeOf, startPhaseClock, type Timing } from './phaseClock.ts';
import type { RetryStale } from './settings.ts';
import { maySendAgain } from './staleRetry.ts';
import type { Trace } from './trace.ts';
import { targetOf, toSendFailure } from './wire.ts';

export type HopContext = LegContext & {
  readonly transport: Transport;
  readonly connections: Connections;
  readonly now: () => number;
  readonly trace: Trace | undefined;
  /** On the clock of `now`. */
  readonly exchangeStartedAtMs: number;
};

/**
 * Never rejects for anything that happens on the wire.
 * `again` says why it is not the first hop of its exchange.
 */
export async function sendHop(
  context: HopContext,
  request: ResolvedRequest,
  again: Again | null,
): Promise<HopResult> {
  const { connections, trace, now } = context;
  let atMs = now();
  const clock = startPhaseClock(now, atMs);
  const { method, url } = request;
  trace?.({ kind: 'hop', cause: again?.cause ?? 'first', method, url });
  if (again?.cause === 'retry') {
    await delay(again.afterMs, context.stop);
    atMs = now();
  }
  const leg = legOf(context, request, again, clock);
  const { want, wire, stop } = leg;
  const trustedMs = isResendable(leg, context.settings.retryStale) ? trustedIdleMs : 0;
  if (connections.pool.needsHealthCheck(want, trustedMs, atMs)) {
    await healthCheck();
    atMs = now();
  }
  if (stop.cause !== null) return notSent(context, leg, stopped(stop.cause));
  const order = orderOf(leg, trace);
  const ready = connections.acquire(order, atMs) ?? (await connections.wait(order, stop));
  if (ready === null) return notSent(context, leg, stopped(causeOf(stop)));
  const held = ready.kind === 'reuse' ? reuse(context, ready) : await open(context, leg, ready);
  if ('code' in held) return notSent(context, leg, held);

  const { id } = ready;
  const head = held.connection.headOf(wire);
  trace?.({ kind: 'request-head', connection: id, head, bodyBytes: wire.body?.length ?? 0 });
  const outcome = await held.connection.send(wire, stop, leg.enter, tellOf(trace, id));
  return answered(context, leg, ready, held, head, outcome);
}

/** Gives the connection back, or closes it, and makes the record. */
function answered(
  context: HopContext,
  leg: Leg,
  ready: Ready,
  held: Held,
  head: SentHead,
  outcome: WireOutcome,
): HopResult {
  const { connections, trace } = context;
  const { id } = ready;
  const atMs = context.now();
  const timing = over(leg, atMs);
  traceAnswer(trace, id, outcome);
  const cut = outcome.failure !== null && isOurs(held.closedBecause);
  const wireFailure = cut ? stopped('aborted') : outcome.failure;
  const failure = wireFailure === null ? null : failureOf(context, leg, wireFailure);
  if (outcome.end === null) connections.released(id, atMs, trace);
  else closeAfter(context, leg, id, outcome.end, outcome.head, failure);
  if (held.closedBecause === null)
    trace?.({ kind: 'kept', connection: id, origin: originOf(leg.want) });
  const connection = connectionUse(connections.pool.name, ready, held, leg.want, outcome);
  if (failure !== null) trace?.({ kind: 'failed', failure });
  const sent = { head, connection, outcome };
  return hopResult(leg, context.exchangeStartedAtMs, timing, failure, sent);
}

function closeAfter(
  { connections, trace }: HopContext,
  leg: Leg,
  id: number,
  end: ConnectionEnd,
  head: WireOutcome['head'],
  failure: SendFailure | null,
): void {
  const bodiless = failure === null ? bodilessOf(end, leg.request, head) : null;
  const limit = failure?.limit ?? null;
  connections.close(id, end, trace, limit, bodiless === null ? {} : { bodiless });
}

/** What kept the answer from having a body, where its head is why it was closed; see `answerEnd`. */
function bodilessOf(
  end: ConnectionEnd,
  { method }: ResolvedRequest,
  head: WireOutcome['head'],
): NonNullable<ClosingFacts['bodiless']> | null {
  if (end !== 'close-delimited-body' && end !== 'protocol-error') return null;
  if (method === 'HEAD') return 'HEAD';
  return head?.status === 204 || head?.status === 304 ? head.status : null;
}

function tellOf(trace: Trace | undefined, connection: number): Tell | undefined {
  if (trace === undefined) return undefined;
  return (event) => {
    trace({ kind: 'wire', connection, event });
  };
}

function traceAnswer(trace: Trace | undefined, connection: number, outcome: WireOutcome): void {
  const { head, body, bodyFile } = outcome;
  if (head === null || trace === undefined) return;
  trace({ kind: 'response-end', connection, bodyBytes: bodyFile?.bytes ?? body.length });
}

function orderOf({ request, want, staleRetryOf }: Leg, trace: Trace | undefined): Order {
  const { freshConnection, maxIdleMs, maxLifetimeMs, noKeepAlive } = request;
  const intent = { fresh: freshConnection, staleRetryOf, maxIdleMs, maxLifetimeMs };
  return { want, intent, closesAfter: noKeepAlive, trace };
}

/** Closed under the request by somebody's decision here, which is no fault of the server's. */
function isOurs(because: ClosedBecause | null): boolean {
  return because !== null && ourDecisions.has(because.code);
}

const ourDecisions: ReadonlySet<ClosedCode> = new Set<ClosedCode>([
  'closed-by-user',
  'pool-disposed',
  'settings-changed',
  'network-changed',
]);

type Reuse = Extract<Ready, { readonly kind: 'reuse' }>;
type Open = Extract<Ready, { readonly kind: 'open' }>;

function reuse({ connections, trace }: HopContext, { id, requestsBefore, idleMs }: Reuse): Held {
  trace?.({ kind: 'reusing', connection: id, requestsBefore, idleMs });
  return connections.held(id);
}

/** The new connection once it stands. */
async function open(
  { transport, connections, settings, digests, trace }: HopContext,
  { request, want, clock, stop, enter }: Leg,
  { id, because }: Open,
): Promise<Held | WireFailure> {
  trace?.({ kind: 'opening', connection: id, origin: originOf(want), because });
  const target = targetOf(request, want, settings, digests);
  const outcome = await transport.open(target, stop, enter, tellOf(trace, id));
  if (outcome.kind === 'failed') {
    connections.failedToOpen(id, handshakeOf(clock));
    return outcome.failure;
  }
  enter('queued');
  const handshake = handshakeOf(clock);
  const { endpoint } = outcome.connection;
  trace?.({ kind: 'opened', connection: id, endpoint, handshakeMs: handshake.totalMs });
  return connections.opened(id, outcome.connection, handshake) ?? stopped('aborted');
}

/** As libcurl (`Curl_cpool_find`, lib/conncache.c): what was well less than a second ago is trusted. */
const trustedIdleMs = 1000;

/** Whether it does no harm to meet a dead connection: not twice in a row, and not with what can't be sent again. */
function isResendable({ request, staleRetryOf }: Leg, policy: RetryStale): boolean {
  return staleRetryOf.length === 0 && maySendAgain(request.method, policy);
}

/**
 * Lets what has already arrived on idle connections be seen before one is chosen: a FIN, a reset, data.
 * It stands for libcurl's poll of the socket. Two turns, because the event loop polls between them.
 */
async function healthCheck(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

function notSent(context: HopContext, leg: Leg, wireFailure: WireFailure): HopResult {
  const failure = failureOf(context, leg, wireFailure);
  context.trace?.({ kind: 'failed', failure });
  return hopResult(leg, context.exchangeStartedAtMs, over(leg, context.now()), failure, null);
}

function over({ clock, limits }: Leg, atMs: number): Timing {
  limits?.dispose();
  return clock.stop(atMs);
}

function failureOf({ settings }: HopContext, leg: Leg, failure: WireFailure): SendFailure {
  const { request, want, clock, limits } = leg;
  const passedMs = limits === null ? null : limits.passedMs();
  return toSendFailure(request, settings, want, failure, clock.phase, passedMs);
}

function causeOf({ cause }: Stop): StopCause {
  return cause ?? 'aborted';
}

function stopped(code: StopCause): WireFailure {
  return { code, detail: '', addresses: [], limit: null };
}
