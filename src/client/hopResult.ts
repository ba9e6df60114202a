/** The record of one hop, made when it is over. */
import { proxyNameOf, type Want } from '../pool/want.ts';
import type { BodyFile, SentHead, WireOutcome } from '../transport/connection.ts';
import type { Held, Ready } from './connections.ts';
import type { ConnectionUse, Hop, SendFailure } from './exchange.ts';
import type { Leg } from './leg.ts';
import type { Timing } from './phaseClock.ts';
import { sentBody } from './wire.ts';

export type HopResult = {
  readonly hop: Hop;
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
  /** False when not one byte of the request was handed to a socket. */
  readonly written: boolean;
};

/** What came of a hop that was sent. */
export type Sent = {
  readonly head: SentHead;
  readonly connection: ConnectionUse;
  readonly outcome: WireOutcome;
};

/** `sent` is null when nothing was sent. */
export function hopResult(
  { cause, request, wire, clock }: Leg,
  exchangeStartedAtMs: number,
  { phases, total }: Timing,
  failure: SendFailure | null,
  sent: Sent | null,
): HopResult {
  const outcome = sent === null ? noOutcome : sent.outcome;
  const hop: Hop = {
    cause,
    method: request.method,
    url: request.url,
    requestHeaders: sent === null ? wire.headers : sent.head.headers,
    requestBody: sentBody(wire.body),
    interim: interimOf(outcome, clock.startedAtMs),
    response: outcome.head,
    connection: sent === null ? null : sent.connection,
    phases,
    total,
    startedAtMs: between(exchangeStartedAtMs, clock.startedAtMs),
    requestBytes: outcome.requestBytes,
    responseBytes: outcome.responseBytes,
    failure,
  };
  return { hop, body: outcome.body, bodyFile: outcome.bodyFile, written: outcome.written };
}

export function connectionUse(
  pool: string,
  ready: Ready,
  { connection: { endpoint }, closedBecause }: Held,
  want: Want,
  { head }: WireOutcome,
): ConnectionUse {
  const reused = ready.kind === 'reuse';
  return {
    id: ready.id,
    pool,
    reused,
    openedBecause: reused ? null : ready.because,
    closedBecause,
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
    tlsVerified: want.tls === null ? null : want.tls.verify,
    proxy: proxyNameOf(want),
  };
}

const noInterim: Hop['interim'] = [];

const noOutcome: WireOutcome = {
  interim: [],
  head: null,
  body: new Uint8Array(0),
  bodyFile: null,
  requestBytes: 0,
  responseBytes: 0,
  written: false,
  failure: null,
  end: null,
};

function interimOf({ interim }: WireOutcome, startedAtMs: number): Hop['interim'] {
  if (interim.length === 0) return noInterim;
  return interim.map((head) => ({ ...head, atMs: between(startedAtMs, head.atMs) }));
}

/** Milliseconds, to the microsecond. */
function between(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round((toMs - fromMs) * 1000)) / 1000;
}
