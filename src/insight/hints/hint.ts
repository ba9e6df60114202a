/** What could be better about the reuse of connections: types, and the closed list of codes. */
import type { Severity } from '../../parser/problem.ts';

export const hintCodes = [
  'connection-close',
  'no-keep-alive',
  'fresh-connection',
  'lone-pool',
  'max-idle',
  'http-1.0',
  'origin-spelling',
  'redirect-to-https',
  'split-origin',
  'server-closes-idle',
  'server-closes-after',
  'parallel-http-1.1',
  'close-delimited',
] as const;

export type HintCode = (typeof hintCodes)[number];

/** How diagnostics and `check` name a hint, beside the codes of problems. */
export type HintProblemCode = `reuse-${HintCode}`;

/** What it is about, in the request. */
export type HintPlace = 'url' | 'connection-header' | 'http-version' | DirectivePlace;
export type DirectivePlace =
  'fresh-connection' | 'no-keep-alive' | 'pool' | 'max-idle' | 'insecure';

/** Milliseconds for each send it is about. */
export type HintCost = {
  readonly ms: number;
  /** `measured` for this very thing, `estimated` from something near it. */
  readonly basis: 'measured' | 'estimated';
  /** From how many samples. */
  readonly samples: number;
};

/** What would mend it in the file. */
export type HintRemedy =
  /** Take out what stands at the place: a line, or the version in the request line. */
  | { readonly kind: 'remove' }
  /** Write another origin in the place of the request's: `http://127.0.0.1:8080`. */
  | { readonly kind: 'origin'; readonly from: string; readonly to: string };

/** What a rule finds about one request. */
export type Finding = {
  readonly code: HintCode;
  readonly place: HintPlace;
  /** What is so and why it matters, without a final dot. */
  readonly why: string;
  /** Null where nothing was measured to tell it from. */
  readonly cost: HintCost | null;
  /** Null where the file is not what is to be changed. */
  readonly remedy: HintRemedy | null;
};

/** What was measured is worth a line in the Problems view; the rest is only marked in the text. */
export function hintSeverity({ cost }: Finding): Severity {
  return cost?.basis === 'measured' ? 'information' : 'hint';
}
