/** The responses that can be shown, each with all that is known of it: what is forgotten leaves nothing behind. */
import type { Exchange } from '../client/exchange.ts';
import { previousOf } from '../insight/previousResponse.ts';
import type { ResponseDocument, ResponseMode } from '../insight/responseText.ts';

export type KeptResponse = {
  /** The authority of the URIs of its documents. */
  readonly number: string;
  readonly exchange: Exchange;
  /** Each is made once, however many ask for it. */
  readonly contents: Map<ResponseMode, Promise<ResponseDocument>>;
  /** Stands above it; null without one. */
  remark: string | null;
  /** Shown while it came, but not since. */
  hasJustCome: boolean;
};

export type KeptResponses = {
  /** A number that no other response has. */
  next(): string;
  /** Of one that is kept already what is known of it stays; under `number`, where it came under one, it is found as well. */
  keep(exchange: Exchange, number?: string): KeptResponse;
  /** Null when it is no longer kept. */
  at(number: string): KeptResponse | null;
  /** The one before it of the same request; null where none is kept. */
  previousOf(exchange: Exchange): KeptResponse | null;
  clear(): void;
};

/** Beside those that stand in a tab: their texts are held in memory as long as they are kept. */
const maxKept = 20;

/** `inTabs` are the numbers of those that stand in a tab. */
export function createKeptResponses(inTabs: () => ReadonlySet<string>): KeptResponses {
  /** By number; the one that was shown longest ago is the first. */
  const kept = new Map<string, KeptResponse>();
  let last = 0;
  const next = (): string => String(++last);
  const of = (exchange: Exchange | null): KeptResponse | null =>
    [...kept.values()].find((one) => one.exchange === exchange) ?? null;

  return {
    next,
    keep(exchange, number) {
      const one = of(exchange) ?? newOne(exchange, number ?? next());
      // Shown again is used again: it goes to the end of the queue.
      kept.delete(one.number);
      kept.set(one.number, one);
      // It was shown under another before the one it came under was told: the tab of either finds it.
      if (number !== undefined) kept.set(number, one);
      const open = inTabs();
      const others = [...kept.keys()].filter((each) => !open.has(each));
      for (const oldest of others.slice(0, -maxKept)) kept.delete(oldest);
      return one;
    },
    at: (number) => kept.get(number) ?? null,
    previousOf: (exchange) =>
      of(
        previousOf(
          [...kept.values()].map((one) => one.exchange),
          exchange,
        ),
      ),
    clear: () => {
      kept.clear();
    },
  };
}

function newOne(exchange: Exchange, number: string): KeptResponse {
  return { number, exchange, contents: new Map(), remark: null, hasJustCome: false };
}

/** Made once, but that it could not be made, which is its text then, is not kept: whoever asks again may have more luck. */
export function contentOf(
  { contents }: KeptResponse,
  mode: ResponseMode,
  make: () => Promise<ResponseDocument>,
): Promise<ResponseDocument> {
  const made =
    contents.get(mode) ??
    make().catch((error: unknown) => {
      contents.delete(mode);
      return failed(error);
    });
  contents.set(mode, made);
  return made;
}

function failed(error: unknown): ResponseDocument {
  const text = error instanceof Error ? error.message : String(error);
  return { languageId: 'plaintext', text, head: '', bodyStart: text.length, notes: [] };
}
