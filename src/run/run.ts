/** Sends requests one after the other, each when the one before it has ended. */
import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Trace } from '../client/trace.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, FileNeed } from '../request/needs.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { RequestProblem } from '../request/resolve.ts';
import { createNamedExchanges } from './namedExchanges.ts';
import type { Outcome, SendingFile, SendingPorts } from './sendRequest.ts';
import { sendRequest } from './sendRequest.ts';

export type RunItem = {
  readonly placed: PlacedRequest;
  readonly file: SendingFile;
  /** What was found out before the run. */
  readonly answers: ReadonlyMap<string, Answer>;
};

/** How a run went. It counts and keeps nothing, so that a run of any length takes the same memory. */
export type RunReport = {
  /** Those asked for, and those that had to be sent before one of them. */
  readonly requests: number;
  readonly sent: number;
  readonly failed: number;
  /** Left out: for a problem, after a failure (`bail`), or after an abort. */
  readonly notSent: number;
};

export type RunOptions<Item extends RunItem = RunItem> = Pick<SendingPorts, 'ask'> & {
  readonly readFile: (need: FileNeed, item: Item) => Promise<Answer>;
  /** Stop after the first failure. */
  readonly bail: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly traceOf?: ((request: ResolvedRequest) => Trace) | undefined;
  /** Told of each exchange as it ends, in order. */
  readonly onExchange: (exchange: Exchange) => void;
  /** Told of a request that turned out not to be sendable. */
  readonly onRefused: (item: Item, problems: readonly RequestProblem[]) => void;
};

export async function run<Item extends RunItem>(
  items: readonly Item[],
  client: Pick<Client, 'send'>,
  options: RunOptions<Item>,
): Promise<RunReport> {
  const { signal, bail } = options;
  const named = createNamedExchanges();
  /** What was sent for another is not sent again when its turn comes. */
  const done = new Set<PlacedRequest>();
  let sent = 0;
  let failed = 0;
  let extra = 0;
  const asked = new Set(items.map(({ placed }) => placed));

  const send = async (request: ResolvedRequest, placed: PlacedRequest): Promise<Exchange> => {
    const exchange = await client.send(request, { signal, trace: options.traceOf?.(request) });
    if (!asked.has(placed) || done.has(placed)) extra += 1;
    done.add(placed);
    sent += 1;
    if (exchange.failure !== null) failed += 1;
    options.onExchange(exchange);
    return exchange;
  };
  const { ask } = options;
  const maySendFirst = (): Promise<boolean> => Promise.resolve(signal?.aborted !== true);

  for (const item of items) {
    if (signal?.aborted || (bail && failed > 0)) break;
    if (done.has(item.placed)) continue;
    const readFile = (need: FileNeed): Promise<Answer> => options.readFile(need, item);
    const ports: SendingPorts = { named, send, ask, readFile, maySendFirst };
    const outcome: Outcome = await sendRequest(
      item.placed,
      item.file,
      ports,
      new Map(item.answers),
    );
    if (outcome.kind === 'refused') options.onRefused(item, outcome.problems);
  }
  const requests = items.length + extra;
  return { requests, sent, failed, notSent: requests - sent };
}
