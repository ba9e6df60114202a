import type { Exchange } from '../client/exchange.ts';
import type { RequestInDocument } from './commands.ts';
import { fileName } from './documents.ts';
import type { ResponseCommands } from './responseCommands.ts';
import type { Sending } from './sending.ts';

/** Sends a request, and shows its response: while it comes, where that takes time, and when it is there. */
export async function sendAndShow(
  sending: Sending,
  shown: ResponseCommands,
  { document, placed }: RequestInDocument,
  fresh: boolean,
): Promise<Exchange | null> {
  const live = shown.watchNew(fileName(document));
  let exchange: Exchange | null = null;
  try {
    exchange = await sending.send(document, placed, { fresh, watch: live.watch });
  } finally {
    await live.end(exchange);
  }
  // Without a response there is nothing to read: the annotation and the hover say what happened.
  if (exchange?.hops.at(-1)?.response != null) await shown.showNew(exchange, live.place());
  return exchange;
}
