/** A connection stood, and its answer did not come, or not as it should. */
import type { SendFailure } from '../../client/exchange.ts';
import { bytes } from '../bytes.ts';
import { detail, isAboutDisk, type WordsOfFailures } from './words.ts';

export const answerFailures = {
  'closed-before-response': {
    sentence: (_, place) =>
      `${place} closed the connection without answering. Look in the server's log, then send again`,
    short: (_, place) => `closed by ${place} before a response`,
  },
  'truncated-response': {
    sentence: (_, place) =>
      `The answer of ${place} broke off before its end. Look in the server's log, then send again`,
    short: () => 'answer broke off before its end',
  },
  'protocol-error': {
    sentence: (f, place) =>
      f.detail === 'HTTP/2'
        ? `${place} does not speak HTTP/2. Take it out of the request line, then send again`
        : `${place} did not answer in proper HTTP${detail(f)}. Is it an HTTP server, and is the scheme right?`,
    short: (f, place) =>
      f.detail === 'HTTP/2'
        ? `${place} does not speak HTTP/2`
        : `${place} did not answer in proper HTTP`,
  },
  'too-many-redirects': {
    sentence: (f, place) =>
      `${place} redirected more often than ${f.limit === null ? 'allowed' : `${f.limit} times`}. Do its redirects go in a circle?`,
    short: (f) => (f.limit === null ? 'too many redirects' : `more than ${f.limit} redirects`),
  },
  'too-large': {
    sentence: (f, place) =>
      isAboutHeaders(f)
        ? `The headers of the answer of ${place} are longer than ${size(f)}. Look what the server puts there, cookies perhaps`
        : `The answer of ${place} is larger than ${size(f)}. Ask for less, or for a range of it`,
    short: (f) => `${isAboutHeaders(f) ? 'headers' : 'answer'} larger than ${size(f)}`,
  },
  'body-unreadable': {
    sentence: (f, place) =>
      f.phase !== 'download'
        ? `The body for ${place} could not be read${detail(f)}. Check its file, then send again`
        : isAboutDisk(f)
          ? `The answer of ${place} could not be kept in a file${detail(f)}. Make room there, or let it be written to, then send again`
          : `The body from ${place} could not be decoded${detail(f)}. Check what encoding the server means`,
    short: (f) =>
      f.phase !== 'download'
        ? 'body could not be read'
        : isAboutDisk(f)
          ? 'answer could not be kept in a file'
          : 'answer could not be decoded',
  },
} satisfies WordsOfFailures;

function isAboutHeaders(failure: SendFailure): boolean {
  return /header/i.test(failure.detail);
}

function size(failure: SendFailure): string {
  return failure.limit === null ? 'allowed' : bytes(failure.limit);
}
