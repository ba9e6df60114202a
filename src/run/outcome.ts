/** What comes of a request that is to be sent. */
import type { Exchange } from '../client/exchange.ts';
import type { RequestProblem } from '../request/problems.ts';

export type Outcome =
  | { readonly kind: 'exchanged'; readonly exchange: Exchange }
  /** Of `problems` the first is an error. */
  | { readonly kind: 'refused'; readonly problems: readonly RequestProblem[] }
  /** A person would not go on. */
  | { readonly kind: 'given-up' };
