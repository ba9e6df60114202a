import type { ConnectionUse, Exchange, Hop, Phases, SendFailure } from '../client/exchange.ts';
import { phaseNames } from '../request/phases.ts';
import { round3 } from './duration.ts';
import { describeFailure } from './failureText.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';

/** One line of `send --json`: a public contract, with the README and CHANGELOG as its record. Secrets are in stars. */
export function exchangeJson(sent: Exchange): object {
  const exchange = maskedExchange(sent);
  const last = exchange.hops.at(-1);
  return {
    type: 'exchange',
    file: exchange.source.file,
    name: exchange.source.name,
    title: exchange.source.title,
    line: exchange.source.line,
    method: exchange.method,
    url: maskUrl(exchange.url),
    status: last?.response?.status ?? null,
    httpVersion: last?.response?.httpVersion ?? null,
    connection: connectionJson(last?.connection ?? null),
    phases: phasesJson(exchange.phases),
    total: round3(exchange.total),
    requestBytes: sum(exchange.hops, (hop) => hop.requestBytes),
    responseBytes: sum(exchange.hops, (hop) => hop.responseBytes),
    hops: exchange.hops.map(hopJson),
    failure: failureJson(exchange.failure),
    assertions: [],
  };
}

function hopJson(hop: Hop): object {
  return {
    cause: hop.cause,
    method: hop.method,
    url: maskUrl(hop.url),
    status: hop.response?.status ?? null,
    httpVersion: hop.response?.httpVersion ?? null,
    connection: connectionJson(hop.connection),
    phases: phasesJson(hop.phases),
    total: round3(hop.total),
    startedAtMs: round3(hop.startedAtMs),
    failure: failureJson(hop.failure),
  };
}

function connectionJson(connection: ConnectionUse | null): object | null {
  if (connection === null) return null;
  return {
    id: connection.id,
    pool: connection.pool,
    reused: connection.reused,
    openedBecause: connection.openedBecause?.code ?? null,
    closedBecause: connection.closedBecause?.code ?? null,
    requestsBefore: connection.requestsBefore,
    idleMs: connection.idleMs === null ? null : round3(connection.idleMs),
    remoteAddress: connection.remoteAddress,
    localPort: connection.localPort === 0 ? null : connection.localPort,
    protocol: connection.protocol,
    tlsVersion: connection.tlsVersion,
    tlsResumed: connection.tlsResumed,
  };
}

function phasesJson(phases: Phases): Record<string, number | null> {
  const json: Record<string, number | null> = {};
  for (const name of phaseNames) {
    const ms = phases[name];
    json[name] = ms === null ? null : round3(ms);
  }
  return json;
}

function failureJson(failure: SendFailure | null): object | null {
  if (failure === null) return null;
  return { code: failure.code, phase: failure.phase, message: describeFailure(failure) };
}

function sum(hops: readonly Hop[], bytesOf: (hop: Hop) => number): number {
  return hops.reduce((total, hop) => total + bytesOf(hop), 0);
}
