/** Which request of a file was sent then, however its lines have moved since. */
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';

/** Of very many so many are looked at, those nearest to where it stood. */
const maxLookedAt = 2000;

/** What a request sends, as far as it tells one from another. */
export type Sends = { readonly method: string; readonly url: string };

/** RFC 9110 section 9.2.1: nothing is changed by sending these. */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * By its name, else by its title, else by what it sends; `here` stands where it stood.
 * `sends` tells what a request would send now, to be compared with `sent`. Null where it is gone.
 */
export function requestSent(
  requests: readonly PlacedRequest[],
  here: PlacedRequest | null,
  source: RequestSource,
  sent: Sends,
  sends: (placed: PlacedRequest) => Sends | null,
): PlacedRequest | null {
  const { name, title } = source;
  if (name !== null || title !== null) {
    const isMeant = (placed: PlacedRequest): boolean =>
      name === null ? placed.title === title : placed.request.name === name;
    if (here !== null && isMeant(here)) return here;
    return requests.findLast(isMeant) ?? null;
  }
  const isMeant = (placed: PlacedRequest): boolean => {
    const now = sends(placed);
    return now?.method === sent.method && now.url === sent.url;
  };
  if (here !== null && isMeant(here)) return here;
  const found = nearest(requests, source.line - 1).find(isMeant);
  if (found !== undefined) return found;
  // One whose address was rewritten where it stands is the same, or another with as little to it:
  // where sending changes something, nobody is to guess.
  const isRewritten =
    here !== null &&
    isAnonymousAt(here, source.line - 1) &&
    safeMethods.includes(sent.method) &&
    sends(here)?.method === sent.method;
  return isRewritten ? here : null;
}

function isAnonymousAt({ request, title, line }: PlacedRequest, place: number): boolean {
  return request.name === null && title === null && line === place;
}

function nearest(requests: readonly PlacedRequest[], line: number): readonly PlacedRequest[] {
  const after = requests.findIndex((placed) => placed.line >= line);
  const at = after === -1 ? requests.length : after;
  const near = requests.slice(Math.max(0, at - maxLookedAt / 2), at + maxLookedAt / 2);
  return near.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
}
