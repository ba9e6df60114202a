/** Where the history is kept. Ids grow; whatever else a store needs is its own affair. */
import type { Headline } from '../insight/historyHeadline.ts';
import type { HistoryRecord } from '../insight/historyRecord.ts';

export type HistoryItem = { readonly id: number; readonly headline: Headline };

export type HistoryStore = {
  readonly kind: 'sqlite' | 'files';
  readonly add: (headline: Headline, record: HistoryRecord) => Promise<void>;
  /** The newest first. */
  readonly list: () => Promise<readonly HistoryItem[]>;
  /** Null when it is not kept any more. */
  readonly read: (id: number) => Promise<HistoryRecord | null>;
  readonly remove: (id: number) => Promise<void>;
  /** Drops the oldest beyond `max`. */
  readonly trim: (max: number) => Promise<void>;
  readonly close: () => Promise<void>;
};
