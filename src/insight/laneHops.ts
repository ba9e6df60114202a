/**
 * What the picture of a run needs of it: a small record for each hop, folded as exchanges end,
 * and no more of them than can be told apart, so that a run of any length takes the same memory.
 */
import type { ConnectionUse, Exchange, Hop, Phases } from '../client/exchange.ts';
import { isClosedCode, type ClosedBecause } from '../pool/reasons.ts';
import { describeFailure } from './failureText.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { printable } from './printable.ts';

export type LaneHop = {
  /** Which exchange of the run, from 0. */
  readonly exchange: number;
  /** Which hop of it, from 0. */
  readonly hop: number;
  /** What the request is called. */
  readonly label: string;
  readonly method: string;
  /** Masked and cut. */
  readonly url: string;
  readonly host: string;
  readonly status: number | null;
  readonly failure: string | null;
  readonly connection: ConnectionUse | null;
  /** Milliseconds since 1970 when it came to its connection, so without what it was queued. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly phases: Phases;
};

export type LaneHops = {
  readonly kept: LaneHop[];
  exchanges: number;
  /** All hops, those left out among them. */
  hops: number;
  /** Of connections that closed while nobody used them, which only shows with the next one. */
  readonly closedIdle: Map<number, ClosedBecause>;
};

export const maxLaneHops = 2000;

export function createLaneHops(): LaneHops {
  return { kept: [], exchanges: 0, hops: 0, closedIdle: new Map() };
}

/** Adds to `hops`, as `addExchange` does to the report. */
export function addToLanes(hops: LaneHops, original: Exchange): void {
  const at = hops.exchanges++;
  hops.hops += original.hops.length;
  if (hops.kept.length >= maxLaneHops) return;
  const exchange = maskedExchange(original);
  exchange.hops.slice(0, maxLaneHops - hops.kept.length).forEach((hop, index) => {
    hops.kept.push(laneHop(exchange, hop, at, index));
    const because = hop.connection?.openedBecause ?? null;
    if (because === null || because.connection === null || !isClosed(because)) return;
    if (!hops.closedIdle.has(because.connection)) hops.closedIdle.set(because.connection, because);
  });
}

function laneHop(
  { source, startedAt }: Exchange,
  hop: Hop,
  exchange: number,
  index: number,
): LaneHop {
  const queued = hop.phases.queued ?? 0;
  const fromMs = startedAt + hop.startedAtMs + queued;
  const url = printable(maskUrl(hop.url));
  return {
    exchange,
    hop: index,
    label: cut(printable(source.name ?? source.title ?? `line ${source.line}`), 40),
    method: hop.method,
    url: cut(url, 120),
    host: URL.canParse(hop.url) ? new URL(hop.url).host : '',
    status: hop.response?.status ?? null,
    failure: hop.failure === null ? null : cut(printable(describeFailure(hop.failure)), 200),
    connection: hop.connection,
    fromMs,
    toMs: fromMs + Math.max(hop.total - queued, 0),
    phases: hop.phases,
  };
}

function isClosed(because: { readonly code: string }): because is ClosedBecause {
  return isClosedCode(because.code);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}
