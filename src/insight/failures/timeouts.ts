/** A limit ran out: that of the whole, or of one phase. */
import type { SendFailure } from '../../client/exchange.ts';
import { tried, within, type WordsOfFailures } from './words.ts';

export const timeoutFailures = {
  timeout: {
    sentence: (f, place) =>
      f.ofPhase === true
        ? `${slowPhase(f, place)}, or give it more time with # @timeout ${f.phase ?? ''}`
        : `${unfinished(f, place)} ${within(f)}. Give it more time with # @timeout, or look why it is slow`,
    short: (f, place) =>
      f.ofPhase === true
        ? slowPhaseShort(f, place)
        : f.phase === 'download'
          ? `answer not complete ${within(f)}`
          : `no answer ${within(f)}`,
  },
} satisfies WordsOfFailures;

/** What a phase of a limit of its own did not do in time, and where to look. */
function slowPhase(f: SendFailure, place: string): string {
  switch (f.phase) {
    case 'queued':
      return `No connection to ${place} was free ${within(f)}. Allow more of them in the settings of the pool`;
    case 'proxy':
      return `The proxy ${place} did not lead to the target ${within(f)}. Look why it is slow`;
    case 'dns':
      return `The lookup of ${f.host} had no answer ${within(f)}. Check this machine's DNS server`;
    case 'tcp':
      return `${place} did not take the connection ${within(f)}. Look whether it is up`;
    case 'tls':
      return `${place} did not finish the TLS handshake ${within(f)}. Look why it is slow`;
    case 'send':
      return `${place} did not take the whole request ${within(f)}. Look why it is slow`;
    case 'wait':
    case 'download':
    case null:
      return `${unfinished(f, place)} ${within(f)}. Look why it is slow`;
  }
}

function unfinished(failure: SendFailure, place: string): string {
  return failure.phase === 'download'
    ? `The answer of ${place} was not complete`
    : `${place} did not answer`;
}

function slowPhaseShort(f: SendFailure, place: string): string {
  switch (f.phase) {
    case 'queued':
      return `no free connection to ${place} ${within(f)}`;
    case 'proxy':
      return `proxy ${place} did not lead on ${within(f)}`;
    case 'dns':
      return `no address for ${f.host} ${within(f)}`;
    case 'tcp':
      return `no connection to ${tried(f, place)} ${within(f)}`;
    case 'tls':
      return `no TLS handshake with ${place} ${within(f)}`;
    case 'send':
      return `request not taken by ${place} ${within(f)}`;
    case 'download':
      return `answer not complete ${within(f)}`;
    case 'wait':
    case null:
      return `no answer ${within(f)}`;
  }
}
