/** One leg of an exchange: takes or opens a connection, sends, and tells all that happened. */
import { setImmediate } from 'node:timers/promises';
import type { Acquired } from '../pool/connectionPool.ts';
import { originOf } from '../pool/want.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { WireFailure, WireOutcome } from '../transport/connection.ts';
import type { Transport } from '../transport/openConnection.ts';
import type { Stop, StopCause } from '../transport/stop.ts';
import type { Connections, Held } from './connections.ts';
import type { ConnectionUse, Hop } from './exchange.ts';
import { handshakeOf, startPhaseClock, type PhaseClock } from './phaseClock.ts';
import type { ClientSettings } from './settings.ts';
import type { Trace } from './trace.ts';
import { requestHead, targetOf, toSendFailure, wantOf, wireRequest } from './wire.ts';

export type HopContext = {
  readonly transport: Transport;
  readonly connections: Connections;
  readonly settings: ClientSettings;
  readonly now: () => number;
  readonly stop: Stop;
  readonly trace: Trace | undefined;
  /** On the clock of `now`. */
  readonly exchangeStartedAtMs: number;
};

export type HopResult = {
  readonly hop: Hop;
  readonly body: Uint8Array;
  /** False when not one byte of the request was handed to a socket. */
  readonly written: boolean;
};

/**
 * Never rejects for anything that happens on the wire.
 * `staleRetryOf` is the reused connection that died under the hop before, if that is why there is this one.
 */
export async function sendHop(
  context: HopContext,
  request: ResolvedRequest,
  staleRetryOf: number | null,
): Promise<HopResult> {
  const { settings, trace, now, exchangeStartedAtMs } = context;
  const startedAtMs = Math.round((now() - exchangeStartedAtMs) * 1000) / 1000;
  const clock = startPhaseClock(now);
  const cause = staleRetryOf === null ? 'first' : 'stale-retry';
  trace?.({ kind: 'hop', cause, method: request.method, url: request.url });
  const {
    failure: wireFailure,
    outcome,
    connection,
  } = await attempt(context, request, staleRetryOf, clock);
  const failure =
    wireFailure === null ? null : toSendFailure(request, settings, wireFailure, clock.phase);
  if (failure !== null) trace?.({ kind: 'failed', failure });
  const hop: Hop = {
    cause,
    method: request.method,
    url: request.url,
    requestHeaders: wireRequest(request, settings).headers,
    response: outcome?.head ?? null,
    connection,
    ...clock.stop(),
    startedAtMs,
    requestBytes: outcome?.requestBytes ?? 0,
    responseBytes: outcome?.responseBytes ?? 0,
    failure,
  };
  return { hop, body: outcome?.body ?? new Uint8Array(0), written: outcome?.written ?? false };
}

type Attempt = {
  readonly failure: WireFailure | null;
  /** Null when nothing was sent. */
  readonly outcome: WireOutcome | null;
  readonly connection: ConnectionUse | null;
};

async function attempt(
  context: HopContext,
  request: ResolvedRequest,
  staleRetryOf: number | null,
  clock: PhaseClock,
): Promise<Attempt> {
  const { connections, settings, stop, trace, now } = context;
  const want = wantOf(request);
  if (connections.pool.needsHealthCheck(want, now())) await healthCheck();
  if (stop.cause !== null) return notSent(stopped(stop.cause));
  const intent = { fresh: request.freshConnection, staleRetryOf };
  const acquired = connections.acquire(want, intent, request.noKeepAlive, trace);
  const held = await hold(context, request, acquired, clock);
  if ('code' in held) return notSent(held);

  const { id } = acquired;
  const wire = wireRequest(request, settings);
  trace?.({ kind: 'request-head', connection: id, ...requestHead(request, wire) });
  const outcome = await held.connection.send(wire, stop, clock.enter);
  if (outcome.head !== null) trace?.({ kind: 'response-head', connection: id, head: outcome.head });
  // Closed under the request by somebody else's decision: no fault of the server's.
  const cut = outcome.failure !== null && held.closedBecause !== null;
  if (outcome.end === null) connections.released(id, trace);
  else connections.close(id, outcome.end, trace, outcome.failure?.limit ?? null);
  if (held.closedBecause === null)
    trace?.({ kind: 'kept', connection: id, origin: originOf(want) });
  return {
    failure: cut ? stopped('aborted') : outcome.failure,
    outcome,
    connection: connectionUse(connections, acquired, held, want.tls?.verify ?? null, outcome),
  };
}

/** The connection to send on: the reused one, or a new one once it stands. */
async function hold(
  { transport, connections, settings, stop, trace }: HopContext,
  request: ResolvedRequest,
  acquired: Acquired,
  clock: PhaseClock,
): Promise<Held | WireFailure> {
  const { id } = acquired;
  if (acquired.kind === 'reuse') {
    const { requestsBefore, idleMs } = acquired;
    trace?.({ kind: 'reusing', connection: id, requestsBefore, idleMs });
    return connections.held(id);
  }
  const origin = originOf(wantOf(request));
  trace?.({ kind: 'opening', connection: id, origin, because: acquired.because });
  const outcome = await transport.open(targetOf(request, settings), stop, clock.enter);
  if (outcome.kind === 'failed') {
    connections.failedToOpen(id, handshakeOf(clock));
    return outcome.failure;
  }
  clock.enter('queued');
  const handshake = handshakeOf(clock);
  const { endpoint } = outcome.connection;
  trace?.({ kind: 'opened', connection: id, endpoint, handshakeMs: handshake.totalMs });
  return connections.opened(id, outcome.connection, handshake);
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
  acquired: Acquired,
  held: Held,
  tlsVerified: boolean | null,
  { head }: WireOutcome,
): ConnectionUse {
  const reused = acquired.kind === 'reuse';
  return {
    id: acquired.id,
    pool: connections.pool.name,
    reused,
    openedBecause: reused ? null : acquired.because,
    closedBecause: held.closedBecause,
    requestsBefore: reused ? acquired.requestsBefore : 0,
    idleMs: reused ? acquired.idleMs : null,
    ...held.connection.endpoint,
    // The connection speaks HTTP/1.1; this server may still answer in 1.0.
    ...(head?.httpVersion === '1.0' ? { protocol: 'http/1.0' } : {}),
    tlsVerified,
  };
}

function notSent(failure: WireFailure): Attempt {
  return { failure, outcome: null, connection: null };
}

function stopped(code: StopCause): WireFailure {
  return { code, detail: '', addresses: [], limit: null };
}
