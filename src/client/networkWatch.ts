/**
 * Whether this machine's addresses have changed: then connections made before may lead nowhere (CURLMNWC_CLEAR_CONNS).
 * Asked before a send and nowhere else, so it costs nothing while nothing is sent.
 */

/** As libcurl's sweep: what was looked at less than a second ago is not looked at again. */
const trustedMs = 1000;

/** The first answer is no: there is nothing to compare with. */
export function networkWatch(addresses: () => string): (atMs: number) => boolean {
  let seen: string | null = null;
  let lookedAtMs = -Infinity;
  return (atMs) => {
    if (atMs - lookedAtMs < trustedMs) return false;
    lookedAtMs = atMs;
    const before = seen;
    seen = addresses();
    return before !== null && before !== seen;
  };
}
