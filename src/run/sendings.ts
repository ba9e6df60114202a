/**
 * What is being sent and what was, in one pass over a file: so that nothing is sent twice, failures
 * not either, and of two requests that refer to each other neither waits for the other for ever.
 */
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Outcome } from './outcome.ts';

/** One request on its way, with those it needs. */
export type Sending = {
  readonly placed: PlacedRequest;
  /** The one it waits for at this moment. */
  waitsFor: Sending | null;
  readonly outcome: Promise<Outcome>;
};

export type Sendings = Map<PlacedRequest, Sending>;

export function createSendings(): Sendings {
  return new Map();
}

/** Not where the other waits for this one, maybe over others. */
export async function waitFor(
  sending: Sending,
  other: Sending,
): Promise<Outcome | { readonly kind: 'cycle'; readonly way: readonly PlacedRequest[] }> {
  const way = wayFrom(other, sending);
  if (way !== null) return { kind: 'cycle', way };
  sending.waitsFor = other;
  try {
    return await other.outcome;
  } finally {
    sending.waitsFor = null;
  }
}

function wayFrom(start: Sending, end: Sending): readonly PlacedRequest[] | null {
  const way: PlacedRequest[] = [];
  for (let at: Sending | null = start; at !== null; at = at.waitsFor) {
    way.push(at.placed);
    if (at === end) return way;
  }
  return null;
}
