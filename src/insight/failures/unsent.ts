/** Nothing went wrong out there: the request asks for what can't be sent, or somebody took it back. */
import type { SendFailure } from '../../client/exchange.ts';
import { detail, type WordsOfFailures } from './words.ts';

export const unsentFailures = {
  'not-supported': {
    sentence: (f, place) =>
      f.detail === 'HTTP/3'
        ? `HTTP/3 is not supported by this version of Node. Ask for HTTP/2, or let the request fall back with # @http-fallback`
        : isAboutProxy(f)
          ? `Not supported${detail(f)}. Correct it there, or leave ${place} out of the proxy`
          : `Not supported yet${detail(f)}. Take it out of the request to ${place}, then send again`,
    short: (f) => `not supported${detail(f)}`,
  },
  aborted: {
    sentence: (_, place) => `The request to ${place} was cancelled. Send it again when you like`,
    short: () => 'cancelled',
  },
} satisfies WordsOfFailures;

/** As `unsupportedProxy` words it. */
function isAboutProxy({ detail }: SendFailure): boolean {
  return / proxy .*in the (?:settings|variable )/.test(detail);
}
