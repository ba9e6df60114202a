/** What the client tells while it works, decision by decision: types only; the words are in `src/insight/traceText.ts`. */
import type { ClosedBecause, OpenedBecause } from '../pool/reasons.ts';
import type { Endpoint } from '../pool/snapshot.ts';
import type { SentHead } from '../transport/connection.ts';
import type { WireEvent } from '../transport/wireEvent.ts';
import type { HopCause, NotFollowed, SendFailure } from './exchange.ts';

export type TraceEvent =
  | {
      readonly kind: 'hop';
      readonly cause: HopCause;
      readonly method: string;
      readonly url: string;
    }
  | {
      readonly kind: 'reusing';
      readonly connection: number;
      readonly requestsBefore: number;
      readonly idleMs: number | null;
    }
  /** A connection to the same place that does not serve, and why. */
  | { readonly kind: 'passed-over'; readonly because: OpenedBecause }
  | { readonly kind: 'waiting'; readonly origin: string }
  | {
      readonly kind: 'opening';
      readonly connection: number;
      readonly origin: string;
      readonly because: OpenedBecause;
    }
  /** What happens on the way to a connection, and on it. */
  | { readonly kind: 'wire'; readonly connection: number; readonly event: WireEvent }
  | {
      readonly kind: 'opened';
      readonly connection: number;
      readonly endpoint: Endpoint;
      readonly handshakeMs: number;
    }
  | {
      readonly kind: 'request-head';
      readonly connection: number;
      readonly head: SentHead;
      readonly bodyBytes: number;
    }
  | { readonly kind: 'response-end'; readonly connection: number; readonly bodyBytes: number }
  | { readonly kind: 'kept'; readonly connection: number; readonly origin: string }
  | { readonly kind: 'closed'; readonly connection: number; readonly because: ClosedBecause }
  /** A redirect that stays the answer. */
  | { readonly kind: 'not-followed'; readonly left: NotFollowed }
  | { readonly kind: 'failed'; readonly failure: SendFailure };

export type Trace = (event: TraceEvent) => void;
