/** What went wrong on the wire, in words: what happened to what, and the way out. */
import type { FailureCode, SendFailure } from '../client/exchange.ts';
import { hostAndPort } from './endpointText.ts';
import { answerFailures } from './failures/answers.ts';
import { reachingFailures } from './failures/reaching.ts';
import { timeoutFailures } from './failures/timeouts.ts';
import { tlsFailures } from './failures/tls.ts';
import { unsentFailures } from './failures/unsent.ts';
import type { FailureWords } from './failures/words.ts';

/** The full sentence with its remedy: `Connection to api.test:443 was refused. Is the server running?` */
export function describeFailure(failure: SendFailure): string {
  return failureWords[failure.code].sentence(failure, placeOf(failure));
}

/** For the one line of the annotation: `connection refused by 127.0.0.1:8080`. */
export function shortFailure(failure: SendFailure): string {
  return failureWords[failure.code].short(failure, placeOf(failure));
}

function placeOf({ unixSocket, host, port }: SendFailure): string {
  return unixSocket ?? hostAndPort(host, port);
}

const failureWords: Readonly<Record<FailureCode, FailureWords>> = {
  ...reachingFailures,
  ...tlsFailures,
  ...timeoutFailures,
  ...answerFailures,
  ...unsentFailures,
};
