/** Sends many requests: one after the other, or some at a time, told in their order in any case. */
import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Trace } from '../client/trace.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, FileNeed } from '../request/needs.ts';
import type { RequestProblem } from '../request/problems.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { createNamedExchanges, type NamedExchanges } from './namedExchanges.ts';
import { createSendings, type Sendings } from './sendings.ts';
import { sendRequest, type SendingFile, type SendingPorts } from './sendRequest.ts';
import { createTurns } from './turns.ts';

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
  /** Somebody was asked for a value and would not give it, which ended the run. */
  readonly givenUp: boolean;
};

export type RunOptions<Item extends RunItem = RunItem> = Pick<SendingPorts, 'ask'> & {
  readonly readFile: (need: FileNeed, item: Item) => Promise<Answer>;
  /** Begin nothing more after the first failure, or the first that turned out not to be sendable; what is under way ends. */
  readonly bail: boolean;
  /** How many at a time; 1 without. */
  readonly parallel?: number;
  /** How many times all of it, each time anew: what is referred to is sent again. 1 without. */
  readonly repeat?: number;
  readonly signal?: AbortSignal | undefined;
  readonly traceOf?: ((request: ResolvedRequest) => Trace) | undefined;
  /** Told of each exchange, in the order of the items. */
  readonly onExchange: (exchange: Exchange) => void;
  /** Told of a request that turned out not to be sendable. */
  readonly onRefused: (item: Item, problems: readonly RequestProblem[]) => void;
};

export async function run<Item extends RunItem>(
  items: readonly Item[],
  client: Pick<Client, 'send'>,
  options: RunOptions<Item>,
): Promise<RunReport> {
  const { signal, bail, ask, parallel = 1, repeat = 1 } = options;
  const asked = new Set(items.map(({ placed }) => placed));
  const turns = createTurns(Math.max(64, parallel * 8));
  let sent = 0;
  let failed = 0;
  let isRefused = false;
  let extra = 0;
  let givenUp = false;
  let next = 0;
  let pass = createPass();

  const isOver = (): boolean =>
    signal?.aborted === true || (bail && (failed > 0 || isRefused)) || givenUp;
  const maySendFirst = (): Promise<boolean> => Promise.resolve(signal?.aborted !== true);

  const sendItem = async (item: Item, turn: number, current: Pass): Promise<void> => {
    const send = async (request: ResolvedRequest, placed: PlacedRequest): Promise<Exchange> => {
      const exchange = await client.send(request, { signal, trace: options.traceOf?.(request) });
      if (!asked.has(placed) || current.done.has(placed)) extra += 1;
      current.done.add(placed);
      sent += 1;
      if (exchange.failure !== null) failed += 1;
      turns.tell(turn, () => {
        options.onExchange(exchange);
      });
      return exchange;
    };
    const readFile = (need: FileNeed): Promise<Answer> => options.readFile(need, item);
    const ports: SendingPorts = { ...current, send, ask, readFile, maySendFirst };
    const outcome = await sendRequest(item.placed, item.file, ports, new Map(item.answers));
    if (outcome.kind === 'given-up' && signal?.aborted !== true) givenUp = true;
    if (outcome.kind !== 'refused') return;
    isRefused = true;
    turns.tell(turn, () => {
      options.onRefused(item, outcome.problems);
    });
  };

  const sendInTurn = async (): Promise<void> => {
    while (next < items.length * repeat && !isOver()) {
      const turn = next++;
      const place = turn % items.length;
      if (place === 0) pass = createPass();
      const [item, current] = [items[place], pass];
      if (turn > 0) await turns.mayBegin(turn);
      if (item !== undefined && !isOver()) await sendItem(item, turn, current);
      turns.end(turn);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length * repeat) }, sendInTurn));
  const requests = items.length * repeat + extra;
  return { requests, sent, failed, notSent: requests - sent, givenUp };
}

/** What is known in one pass over the items. */
type Pass = {
  readonly named: NamedExchanges;
  readonly sendings: Sendings;
  readonly done: Set<PlacedRequest>;
};

function createPass(): Pass {
  return { named: createNamedExchanges(), sendings: createSendings(), done: new Set() };
}
