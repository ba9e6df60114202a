import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Trace } from '../client/trace.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

/** How a run went. It counts and keeps nothing, so that a run of any length takes the same memory. */
export type RunReport = {
  readonly requests: number;
  readonly sent: number;
  readonly failed: number;
  /** Left out after a failure (`bail`) or an abort. */
  readonly notSent: number;
};

export type RunOptions = {
  /** Stop after the first failure. */
  readonly bail: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: Trace | undefined;
  /** Told of each exchange as it ends, in order. */
  readonly onExchange: (exchange: Exchange) => void;
};

/** Sends the requests one after the other, each when the one before it has ended. */
export async function run(
  requests: readonly ResolvedRequest[],
  client: Pick<Client, 'send'>,
  options: RunOptions,
): Promise<RunReport> {
  let sent = 0;
  let failed = 0;
  for (const request of requests) {
    if (options.signal?.aborted) break;
    const exchange = await client.send(request, options);
    sent += 1;
    if (exchange.failure !== null) failed += 1;
    options.onExchange(exchange);
    if (options.bail && failed > 0) break;
  }
  return { requests: requests.length, sent, failed, notSent: requests.length - sent };
}
