/**
 * The words for each `closed because`: a clause for people, a shorter one for the annotation,
 * and what curl 8.22 says with `-v`, null where it says nothing of its own.
 */
import type { Because, ClosedCode } from '../pool/reasons.ts';
import { after, age, idle, limit, limitCount, number, the, type Words } from './words.ts';

/** curl's line for a connection closed in good order, and for one given up in the middle. */
const shuttingDown = (b: Because<string>): string =>
  `shutting down connection #${number(b.connection)}`;
const closing = (b: Because<string>): string => `closing connection #${number(b.connection)}`;
const dead: Words['curl'] = (b) =>
  `Connection ${number(b.connection)} seems to be dead, terminating`;

export const closedWords: Readonly<Record<ClosedCode, Words>> = {
  'server-sent-close': {
    clause: (b) => `the server sent Connection: close on ${the(b)}${after(b)}`,
    short: (b) => `server sent close on ${the(b)}`,
    curl: shuttingDown,
  },
  'http-1.0': {
    clause: (b) => `the server answered in HTTP/1.0 without keep-alive on ${the(b)}${after(b)}`,
    short: (b) => `HTTP/1.0 without keep-alive on ${the(b)}`,
    curl: () => 'HTTP 1.0, assume close after body',
  },
  'close-delimited-body': {
    clause: (b) =>
      b.bodiless === undefined
        ? `the server ended a body without a length by closing ${the(b)}${after(b)}`
        : b.bodiless === 'HEAD'
          ? `the answer to HEAD told neither length nor chunking, so ${the(b)} was closed${after(b)}`
          : `a ${b.bodiless} has no body and this one told of one, so ${the(b)} was closed${after(b)}`,
    short: (b) =>
      b.bodiless === undefined
        ? `body without a length closed ${the(b)}`
        : b.bodiless === 'HEAD'
          ? `answer to HEAD without a length closed ${the(b)}`
          : `${b.bodiless} that told of a body closed ${the(b)}`,
    // curl keeps the connection where there is no body.
    curl: (b) =>
      b.bodiless === undefined ? 'no chunk, no close, no size. Assume close to signal end' : null,
  },
  'receive-error': {
    clause: (b) => `${the(b)} broke${after(b)} while a response was being read`,
    short: (b) => `${the(b)} broke while reading`,
    curl: closing,
  },
  'protocol-error': {
    clause: (b) =>
      b.bodiless === undefined
        ? `the server broke the HTTP protocol on ${the(b)}${after(b)}`
        : `a ${b.bodiless} may not tell of a body and this one did, so ${the(b)} was closed${after(b)}`,
    short: (b) =>
      b.bodiless === undefined
        ? `protocol error on ${the(b)}`
        : `${b.bodiless} that told of a body closed ${the(b)}`,
    curl: (b) => (b.bodiless === undefined ? closing(b) : null),
  },
  'server-closed-idle': {
    clause: (b) => `the server closed ${the(b)}${idle(b)}`,
    short: (b) => `server closed ${the(b)}${idle(b)}`,
    curl: dead,
  },
  'server-reset-idle': {
    clause: (b) => `the server reset ${the(b)}${idle(b)}`,
    short: (b) => `server reset ${the(b)}${idle(b)}`,
    curl: dead,
  },
  'unexpected-data': {
    clause: (b) => `the server sent data nobody had asked for on ${the(b)}${idle(b)}`,
    short: (b) => `unexpected data on ${the(b)}${idle(b)}`,
    curl: dead,
  },
  goaway: {
    clause: (b) => `the server said GOAWAY on ${the(b)}${after(b)}`,
    short: (b) => `server said GOAWAY on ${the(b)}`,
    curl: (b) => `conn #${number(b.connection)} was shutdown by server, not reusing`,
  },
  'ping-failed': {
    clause: (b) => `${the(b)} did not answer a PING${idle(b)}`,
    short: (b) => `${the(b)} did not answer a PING`,
    curl: null,
  },
  timeout: {
    clause: (b) => `a request on ${the(b)} ran into its time limit${limit(b, ' of ')}`,
    short: (b) => `a request on ${the(b)} timed out`,
    curl: closing,
  },
  'max-idle': {
    clause: (b) =>
      `the pool closed ${the(b)}${idle(b) || ', idle too long'}${limit(b, ', the limit being ')}`,
    short: (b) => `pool closed ${the(b)}${idle(b) || ', idle too long'}${limit(b, ', limit ')}`,
    curl: (b) =>
      `Too old connection (${number(b.idleMs)} ms idle, max idle is ${number(b.limit)} ms), disconnect it`,
  },
  'max-lifetime': {
    clause: (b) =>
      `the pool closed ${the(b)}${age(b) || ', open too long'}${limit(b, ', the limit being ')}`,
    short: (b) => `pool closed ${the(b)}${age(b) || ', open too long'}${limit(b, ', limit ')}`,
    curl: (b) =>
      `Too old connection (created ${number(b.ageMs)} ms ago, max lifetime is ${number(b.limit)} ms), disconnect it`,
  },
  'evicted-pool-full': {
    clause: (b) =>
      `${the(b)} had been idle longest when the pool was full${limitCount(b, ', at most ', ' kept idle')}`,
    short: (b) => `${the(b)} evicted, pool full${limitCount(b, ' at ', '')}`,
    curl: (b) => `Connection pool is full, closing the oldest of …/${number(b.limit)}`,
  },
  'evicted-host-limit': {
    clause: (b) =>
      `${the(b)} had been idle longest when its host reached the limit${limitCount(b, ' of ', '')}`,
    short: (b) => `${the(b)} evicted, host limit${limitCount(b, ' ', '')}`,
    curl: (b) =>
      `Discarding connection #${number(b.connection)} from … to reach destination limit of ${number(b.limit)}`,
  },
  'evicted-total-limit': {
    clause: (b) =>
      `${the(b)} had been idle longest when the pool reached the limit${limitCount(b, ' of ', '')}`,
    short: (b) => `${the(b)} evicted, total limit${limitCount(b, ' ', '')}`,
    curl: (b) =>
      `Discarding connection #${number(b.connection)} from … to reach total limit of ${number(b.limit)}`,
  },
  'no-keep-alive': {
    clause: (b) => `the request asked for ${the(b)} to be closed after its answer`,
    short: (b) => `${the(b)} closed as asked`,
    curl: shuttingDown,
  },
  aborted: {
    clause: (b) => `a request on ${the(b)} was cancelled before its answer was complete`,
    short: (b) => `a request on ${the(b)} was cancelled`,
    curl: closing,
  },
  'early-response': {
    clause: (b) => `the server answered on ${the(b)} before it had read the whole request`,
    short: (b) => `server answered early on ${the(b)}`,
    curl: () => 'HTTP error before end of send, stop sending',
  },
  'network-changed': {
    clause: (b) => `the network changed, and ${the(b)} was closed`,
    short: (b) => `network changed, ${the(b)} closed`,
    curl: shuttingDown,
  },
  'settings-changed': {
    clause: (b) => `the settings changed, and ${the(b)} was closed`,
    short: (b) => `settings changed, ${the(b)} closed`,
    curl: shuttingDown,
  },
  'closed-by-user': {
    clause: (b) => `you closed ${the(b)}${idle(b)}`,
    short: (b) => `you closed ${the(b)}`,
    curl: shuttingDown,
  },
  'pool-disposed': {
    clause: (b) => `the pool was closed, and ${the(b)} with it`,
    short: (b) => `pool closed, ${the(b)} with it`,
    curl: shuttingDown,
  },
};
