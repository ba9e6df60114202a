/**
 * Sends one request cold and warm in turn, to find out what reuse is worth for it.
 * Cold and warm have a pool each, so neither helps the other; one after the other rather than all of
 * one kind first, so that what changes meanwhile is the same for both.
 */
import type { Client } from '../client/client.ts';
import { bodyInMemory, type Exchange } from '../client/exchange.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

export type MeasureClients = {
  readonly cold: Pick<Client, 'send' | 'closeAll'>;
  readonly warm: Pick<Client, 'send'>;
};

export type MeasureOptions = {
  /** How many of each kind. */
  readonly pairs: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each pair. */
  readonly onPair?: (done: number) => void;
};

export type ReuseMeasurement = {
  readonly request: ResolvedRequest;
  /** As many as were asked for, unless it was cancelled or failed. */
  readonly cold: readonly Exchange[];
  readonly warm: readonly Exchange[];
  /** The sending that failed, after which no more was sent; null when all went well. */
  readonly failed: Exchange | null;
  readonly isCancelled: boolean;
  /** The last sending, whatever came of it. */
  readonly last: Exchange;
};

/** How many pairs are enough for a median that holds, and few enough to wait for. */
export const usualPairs = 20;

/** How many sendings it comes to: the warm connection has to be opened first. */
export function sendsOf(pairs: number): number {
  return 2 * pairs + 1;
}

/** RFC 9110, section 9.2.1. Any other may change something at the server each time. */
export function isSafeToRepeat(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method);
}

export async function measureReuse(
  original: ResolvedRequest,
  { cold: coldClient, warm: warmClient }: MeasureClients,
  { pairs, signal, onPair }: MeasureOptions,
): Promise<ReuseMeasurement> {
  const request = forMeasuring(original);
  const cold: Exchange[] = [];
  const warm: Exchange[] = [];
  // Opens the warm connection, and is not counted: it loads what a first send loads, too.
  let last = await send(warmClient);
  for (let pair = 1; pair <= pairs && last.failure === null; pair++) {
    last = await send(coldClient);
    coldClient.closeAll();
    if (last.failure !== null) break;
    cold.push(last);
    last = await send(warmClient);
    if (last.failure !== null) break;
    warm.push(last);
    onPair?.(pair);
  }
  const isCancelled = signal?.aborted === true;
  const failed = last.failure !== null && !isCancelled ? last : null;
  return { request, cold, warm, failed, isCancelled, last };

  /** Bodies are not what is measured, and many of them would fill the memory. */
  async function send(client: Pick<Client, 'send'>): Promise<Exchange> {
    const exchange = await client.send(request, { signal });
    return { ...exchange, body: noBody };
  }
}

const noBody = bodyInMemory(new Uint8Array(0));

/** What the file says about connections would measure something else. */
function forMeasuring(request: ResolvedRequest): ResolvedRequest {
  return {
    ...request,
    freshConnection: false,
    noKeepAlive: false,
    maxIdleMs: null,
    maxLifetimeMs: null,
    pool: null,
    retry: null,
  };
}
