import type { Exchange } from '../client/exchange.ts';
import type { PlacedWords } from '../insight/problemJson.ts';
import type { Summary } from '../insight/summary.ts';

/** How a `send` tells its story; one for people, one for programs. */
export type Report = {
  readonly problem: (problem: PlacedWords) => void;
  /** Something to know that is no mistake. */
  readonly note: (sentence: string) => void;
  /** `saved` is the file its response is in; null for none, undefined where nobody asked for it. `kept` are those of `>>`. */
  readonly exchange: (exchange: Exchange, saved?: string | null, kept?: readonly string[]) => void;
  readonly summary: (summary: Summary, notSent: number) => void;
};
