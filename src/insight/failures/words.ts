/** What the words of each failure are made of. */
import type { FailureCode, SendFailure } from '../../client/exchange.ts';
import { limitDuration } from '../duration.ts';
import { printable } from '../printable.ts';

/** `place` is where the request was to go: `api.test:443`, or the path of a socket. */
export type FailureWords = {
  /** What happened to what, and the way out. */
  readonly sentence: (failure: SendFailure, place: string) => string;
  /** For the one line of the annotation. */
  readonly short: (failure: SendFailure, place: string) => string;
};

/** Of some codes; `failureText.ts` puts them together, and the compiler sees that none is missing. */
export type WordsOfFailures = Readonly<Partial<Record<FailureCode, FailureWords>>>;

/** The addresses that were tried, else the host. */
export function tried(failure: SendFailure, place: string): string {
  const [first, second, ...more] = failure.addresses;
  if (first === undefined) return place;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more`;
}

/** `within 30 s`. */
export function within(failure: SendFailure): string {
  return failure.limit === null ? 'in time' : `within ${limitDuration(failure.limit)}`;
}

/** What the library or the peer said, short and on one line: `: self-signed certificate`. */
export function detail(failure: SendFailure): string {
  const said = openSslReason.exec(failure.detail)?.[1] ?? failure.detail;
  const text = printable(said).trim().replace(/\.$/, '').replace(/^The /, 'the ');
  if (text === '') return '';
  // A path that is cut short names no file.
  const most = isAboutDisk(failure) ? 500 : 160;
  return text.length > most ? `: ${text.slice(0, most)}…` : `: ${text}`;
}

/** `4057…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…`: the fourth part is for people. */
const openSslReason = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/;

/** As Node words what the system says of a file: `ENOSPC: no space left on device, write`. */
export function isAboutDisk(failure: SendFailure): boolean {
  return /\bE[A-Z]{3,}: /.test(failure.detail);
}
