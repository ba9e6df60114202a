/** One leg of an exchange: takes or opens a connection, sends, and tells all that happened. */
import { setImmediate } from 'node:timers/promises';
import type { ClosedBecause, ClosedCode } from '../pool/reasons.ts';
import { originOf, proxyNameOf, type Want } from '../pool/want.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type {
  BodyFile,
  OnChunk,
  SentHead,
  WireFailure,
  WireOutcome,
  WireRequest,
} from '../transport/connection.ts';
import type { Transport } from '../transport/openConnection.ts';
import type { Stop, StopCause } from '../transport/stop.ts';
import type { Tell } from '../transport/wireEvent.ts';
import type { Connections, Held, Order, Ready } from './connections.ts';
import { delay } from './delay.ts';
import type { DigestSessions } from './digestSessions.ts';
import type { ConnectionUse, Hop } from './exchange.ts';
import { limitPhases, type PhaseLimits } from './phaseLimits.ts';
import { handshakeOf, startPhaseClock, type PhaseClock } from './phaseClock.ts';
import type { ClientSettings, RetryStale } from './settings.ts';
import { maySendAgain } from './staleRetry.ts';
import type { Trace } from './trace.ts';
import { sentBody, targetOf, toSendFailure, wantOf, wireRequest } from './wire.ts';

export type HopContext = {
  readonly transport: Transport;
  readonly connections: Connections;
  readonly digests: DigestSessions;
  readonly settings: ClientSettings;
  readonly now: () => number;
  readonly stop: Stop;
  readonly trace: Trace | undefined;
  /** Told of each piece of a body as it comes. */
  readonly onChunk: OnChunk | null;
  /** On the clock of `now`. */
  readonly exchangeStartedAtMs: number;
};

export type HopResult = {
  readonly hop: Hop;
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
  /** False when not one byte of the request was handed to a socket. */
  readonly written: boolean;
};

export type Again =
  /** The connection it was sent on died before any byte of the answer. */
  | { readonly cause: 'stale-retry'; readonly died: readonly number[] }
  /** `# @retry`; the wait counts as `queued`. */
  | { readonly cause: 'retry'; readonly afterMs: number }
  | { readonly cause: 'redirect' | 'auth' };

/**
 * Never rejects for anything that happens on the wire.
 * `again` says why it is not the first hop of its exchange.
 */
export async function sendHop(
  context: HopContext,
  request: ResolvedRequest,
  again: Again | null,
): Promise<HopResult> {
  const { settings, trace, exchangeStartedAtMs } = context;
  const clock = startPhaseClock(context.now);
  const want = wantOf(request, settings);
  const wire = wireRequest(request, want, settings, context.digests, context.onChunk);
  const cause = again?.cause ?? 'first';
  const { method, url } = request;
  trace?.({ kind: 'hop', cause, method, url });
  if (again?.cause === 'retry') await delay(again.afterMs, context.stop);
  const staleRetryOf = again?.cause === 'stale-retry' ? again.died : [];
  const limits = limitPhases(request, settings, context.stop, clock);
  const leg: Leg = { request, want, wire, staleRetryOf, clock, limits };
  const { failure: wireFailure, outcome, connection, sent } = await attempt(context, leg);
  limits?.dispose();
  const passedMs = limits?.passedMs() ?? null;
  const failure =
    wireFailure === null
      ? null
      : toSendFailure(request, settings, want, wireFailure, clock.phase, passedMs);
  if (failure !== null) trace?.({ kind: 'failed', failure });
  const { phases, total } = clock.stop();
  const hop: Hop = {
    cause,
    method,
    url,
    requestHeaders: sent?.headers ?? wire.headers,
    requestBody: sentBody(wire.body),
    interim: interimOf(outcome, clock),
    response: outcome?.head ?? null,
    connection,
    phases,
    total,
    startedAtMs: between(exchangeStartedAtMs, clock.startedAtMs),
    requestBytes: outcome?.requestBytes ?? 0,
    responseBytes: outcome?.responseBytes ?? 0,
    failure,
  };
  const { body = noBody, bodyFile = null, written = false } = outcome ?? {};
  return { hop, body, bodyFile, written };
}

const noBody = new Uint8Array(0);

/** Milliseconds, to the microsecond. */
function between(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round((toMs - fromMs) * 1000)) / 1000;
}

function interimOf(outcome: WireOutcome | null, { startedAtMs }: PhaseClock): Hop['interim'] {
  const came = outcome?.interim ?? [];
  return came.map((head) => ({ ...head, atMs: between(startedAtMs, head.atMs) }));
}

/** What is sent, in the words of every room it passes through. */
type Leg = {
  readonly request: ResolvedRequest;
  readonly want: Want;
  readonly wire: WireRequest;
  readonly staleRetryOf: readonly number[];
  readonly clock: PhaseClock;
  /** Null where no phase has a limit. */
  readonly limits: PhaseLimits | null;
};

type Attempt = {
  readonly failure: WireFailure | null;
  /** Null when nothing was sent. */
  readonly outcome: WireOutcome | null;
  readonly connection: ConnectionUse | null;
  readonly sent: SentHead | null;
};

async function attempt(context: HopContext, leg: Leg): Promise<Attempt> {
  const { connections, settings, trace, now } = context;
  const { want, wire, clock, limits } = leg;
  const stop = limits?.stop ?? context.stop;
  const trustedMs = isResendable(leg, settings.retryStale) ? trustedIdleMs : 0;
  if (connections.pool.needsHealthCheck(want, trustedMs, now())) await healthCheck();
  if (stop.cause !== null) return notSent(stopped(stop.cause));
  const order = orderOf(leg, trace);
  const ready = connections.acquire(order) ?? (await connections.wait(order, stop));
  if (ready === null) return notSent(stopped(causeOf(stop)));
  const held = ready.kind === 'reuse' ? reuse(context, ready) : await open(context, leg, ready);
  if ('code' in held) return notSent(held);

  const { id } = ready;
  const sent = held.connection.headOf(wire);
  trace?.({ kind: 'request-head', connection: id, head: sent, bodyBytes: wire.body?.length ?? 0 });
  const enter = limits?.enter ?? clock.enter;
  const outcome = await held.connection.send(wire, stop, enter, tellOf(trace, id));
  traceAnswer(trace, id, outcome);
  const cut = outcome.failure !== null && isOurs(held.closedBecause);
  if (outcome.end === null) connections.released(id, trace);
  else
    connections.close(id, outcome.end, trace, outcome.failure?.limit ?? limits?.passedMs() ?? null);
  if (held.closedBecause === null)
    trace?.({ kind: 'kept', connection: id, origin: originOf(want) });
  return {
    failure: cut ? stopped('aborted') : outcome.failure,
    outcome,
    connection: connectionUse(connections, ready, held, want, outcome),
    sent,
  };
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
  { transport, connections, settings, digests, stop, trace }: HopContext,
  { request, want, clock, limits }: Leg,
  { id, because }: Open,
): Promise<Held | WireFailure> {
  trace?.({ kind: 'opening', connection: id, origin: originOf(want), because });
  const target = targetOf(request, want, settings, digests);
  const enter = limits?.enter ?? clock.enter;
  const outcome = await transport.open(target, limits?.stop ?? stop, enter, tellOf(trace, id));
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

function connectionUse(
  connections: Connections,
  ready: Ready,
  held: Held,
  want: Want,
  { head }: WireOutcome,
): ConnectionUse {
  const reused = ready.kind === 'reuse';
  const { endpoint } = held.connection;
  return {
    id: ready.id,
    pool: connections.pool.name,
    reused,
    openedBecause: reused ? null : ready.because,
    closedBecause: held.closedBecause,
    requestsBefore: reused ? ready.requestsBefore : 0,
    idleMs: reused ? ready.idleMs : null,
    remoteAddress: endpoint.remoteAddress,
    remotePort: endpoint.remotePort,
    localPort: endpoint.localPort,
    passedBy: endpoint.passedBy,
    // The connection speaks HTTP/1.1; this server may still answer in 1.0.
    protocol: head?.httpVersion === '1.0' ? 'http/1.0' : endpoint.protocol,
    tlsVersion: endpoint.tlsVersion,
    tlsCipher: endpoint.tlsCipher,
    tlsResumed: endpoint.tlsResumed,
    tlsVerified: want.tls?.verify ?? null,
    proxy: proxyNameOf(want),
  };
}

function notSent(failure: WireFailure): Attempt {
  return { failure, outcome: null, connection: null, sent: null };
}

function causeOf({ cause }: Stop): StopCause {
  return cause ?? 'aborted';
}

function stopped(code: StopCause): WireFailure {
  return { code, detail: '', addresses: [], limit: null };
}
