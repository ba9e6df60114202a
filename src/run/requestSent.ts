/** Which request of a file was sent then, however its lines have moved since. */
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';

/** Of very many so many are looked at, those nearest to where it stood. */
const maxLookedAt = 2000;

/**
 * By its name, else by its title, else by what it sends; `here` stands where it stood.
 * `sends` tells what a request would send now, to be compared with `sent`. Null where it is gone.
 */
export function requestSent(
  requests: readonly PlacedRequest[],
  here: PlacedRequest | null,
  source: RequestSource,
  sent: string,
  sends: (placed: PlacedRequest) => string | null,
): PlacedRequest | null {
  const { name, title } = source;
  if (name !== null || title !== null) {
    const isMeant = (placed: PlacedRequest): boolean =>
      name === null ? placed.title === title : placed.request.name === name;
    if (here !== null && isMeant(here)) return here;
    return requests.findLast(isMeant) ?? null;
  }
  if (here !== null && sends(here) === sent) return here;
  const found = nearest(requests, source.line - 1).find((placed) => sends(placed) === sent);
  // One that was rewritten where it stands is still the same.
  return found ?? (here !== null && isAnonymousAt(here, source.line - 1) ? here : null);
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
