/** The words for each `opened because` that is not the end of another connection; see `closedWords.ts` for those. */
import type { Beside, ClosedCode, Difference, OpenedCode } from '../pool/reasons.ts';
import { limitCount, number, the, type Words } from './words.ts';

const otherTls: Words['curl'] = (b) =>
  `Connection #${number(b.connection)} has different SSL parameters, cannot reuse`;

/** What a request to a known host had not had before. */
const settings: Readonly<Record<Difference, string>> = {
  'different-ip-version': 'IP version',
  'different-local-address': 'local address',
  'different-unix-socket': 'Unix socket setting',
  'different-connect-to': 'connect-to setting',
  'different-scheme': 'scheme',
  'different-proxy': 'proxy setting',
  'different-tls-config': 'TLS setting',
  'different-client-certificate': 'client certificate setting',
  'different-credentials': 'sign-in',
  'different-http-version': 'HTTP version',
};

function besideClause(beside: Beside | undefined): string {
  if (beside === undefined) return '';
  return beside.kind === 'closed'
    ? ` with this ${settings[beside.difference]}; #${beside.connection}, which had another, is closed`
    : `; #${beside.connection} is open to port ${beside.port} of that host`;
}

export const openedWords: Readonly<Record<Exclude<OpenedCode, ClosedCode>, Words>> = {
  'first-request': {
    clause: ({ beside }, host) => `it is the first request to ${host}${besideClause(beside)}`,
    short: ({ beside }, host) =>
      beside?.kind === 'closed'
        ? `first to ${host} with this ${settings[beside.difference]}`
        : `first to ${host}`,
    curl: null,
  },
  'fresh-connection': {
    clause: (b) =>
      b.connection === null
        ? 'a fresh connection was asked for'
        : `a fresh connection was asked for, so ${the(b)} was left alone`,
    short: () => 'fresh connection asked for',
    curl: null,
  },
  'all-busy': {
    clause: (b) => `${the(b)} was busy with another request`,
    short: (b) => `${the(b)} was busy`,
    curl: null,
  },
  'streams-exhausted': {
    clause: (b) => `${the(b)} already carried all the streams it may${limitCount(b, ', ', '')}`,
    short: (b) => `${the(b)} has no stream left${limitCount(b, ' of ', '')}`,
    curl: (b) => `MAX_CONCURRENT_STREAMS reached, skip (${number(b.limit)})`,
  },
  'stale-retry': {
    clause: (b) =>
      `${the(b)} died before the first byte of the answer, so the request was sent again`,
    short: (b) => `${the(b)} died before any byte`,
    curl: () => 'Connection died, retrying a fresh connect (retry count: 1)',
  },
  'different-scheme': {
    clause: (b) => `${the(b)} to the same host and port speaks another scheme`,
    short: (b) => `${the(b)} has another scheme`,
    curl: null,
  },
  'different-tls-config': {
    clause: (b) => `${the(b)} was made with other TLS settings`,
    short: (b) => `${the(b)} has other TLS settings`,
    curl: otherTls,
  },
  'different-client-certificate': {
    clause: (b) => `${the(b)} was made with another client certificate`,
    short: (b) => `${the(b)} has another client certificate`,
    curl: otherTls,
  },
  'different-proxy': {
    clause: (b) => `${the(b)} and this request differ in the proxy they go through`,
    short: (b) => `${the(b)} differs in the proxy`,
    curl: null,
  },
  'different-http-version': {
    clause: (b) => `${the(b)} speaks an HTTP version that this request may not use`,
    short: (b) => `${the(b)} has another HTTP version`,
    curl: (b) => `not reusing conn #${number(b.connection)}, we do not want h1|h2|h3`,
  },
  'different-ip-version': {
    clause: (b) => `${the(b)} uses another IP version than this request asks for`,
    short: (b) => `${the(b)} has another IP version`,
    curl: null,
  },
  'different-local-address': {
    clause: (b) => `${the(b)} leaves from another local address`,
    short: (b) => `${the(b)} has another local address`,
    curl: null,
  },
  'different-unix-socket': {
    clause: (b) => `${the(b)} and this request differ in the Unix socket they go through`,
    short: (b) => `${the(b)} differs in the Unix socket`,
    curl: null,
  },
  'different-connect-to': {
    clause: (b) => `${the(b)} really goes to another address (connect-to)`,
    short: (b) => `${the(b)} has another connect-to`,
    curl: null,
  },
  'different-credentials': {
    clause: (b) => `${the(b)} is signed in with other credentials`,
    short: (b) => `${the(b)} has other credentials`,
    curl: null,
  },
};
