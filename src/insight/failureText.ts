/** What went wrong on the wire, in words: what happened to what, and the way out. */
import type { FailureCode, SendFailure } from '../client/exchange.ts';
import { bytes } from './bytes.ts';
import { limitDuration } from './duration.ts';
import { hostAndPort } from './endpointText.ts';
import { printable } from './printable.ts';

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

type FailureWords = {
  readonly sentence: (failure: SendFailure, place: string) => string;
  readonly short: (failure: SendFailure, place: string) => string;
};

const failureWords: Readonly<Record<FailureCode, FailureWords>> = {
  'dns-not-found': {
    sentence: (f) =>
      f.ipVersion === undefined
        ? `The name ${f.host} does not resolve. Is it spelled right, and is this machine online?`
        : isAddress(f.host)
          ? `${f.host} is no IPv${f.ipVersion} address, and the request asks for one. Change its host, or # @ip-version or # @local-address`
          : `No IPv${f.ipVersion} address was found for ${f.host}, and the request asks for one. Is the name spelled right, and are # @ip-version and # @local-address?`,
    short: (f) =>
      f.ipVersion === undefined
        ? `no such host ${f.host}`
        : `no IPv${f.ipVersion} address for ${f.host}`,
  },
  'dns-failed': {
    sentence: (f) =>
      `The lookup of ${f.host} failed${detail(f)}. Try again, or check this machine's DNS server`,
    short: (f) => `lookup of ${f.host} failed`,
  },
  'connection-refused': {
    sentence: (_, place) => `Connection to ${place} was refused. Is the server running?`,
    short: (f, place) => `connection refused by ${tried(f, place)}`,
  },
  'connection-reset': {
    sentence: (_, place) =>
      `${place} reset the connection. Look in its log, or in that of a proxy or load balancer between`,
    short: (f, place) => `connection reset by ${tried(f, place)}`,
  },
  'network-unreachable': {
    sentence: (f, place) => {
      const local = missingAddress(f);
      if (local !== null) {
        return `This machine has no address ${local}, which the request to ${place} is to leave from. Change # @local-address`;
      }
      if (f.unixSocket === undefined) {
        return `There is no route to ${place}. Is this machine online, and its VPN up?`;
      }
      return isMissing(f)
        ? `There is no socket ${place}. Is the server running, and the path right?`
        : `The socket ${place} can't be connected to${detail(f)}. Look whether it is one, and open to you`;
    },
    short: (f, place) => {
      const local = missingAddress(f);
      if (local !== null) return `no address ${local} on this machine`;
      if (f.unixSocket === undefined) return `no route to ${tried(f, place)}`;
      return isMissing(f) ? `no socket ${place}` : `no way into the socket ${place}`;
    },
  },
  'connect-timeout': {
    sentence: (f, place) =>
      f.phase === 'dns'
        ? `The lookup of ${f.host} had no answer ${within(f)}. Check this machine's DNS server`
        : f.phase === 'tls'
          ? `${place} did not answer the TLS handshake ${within(f)}. Does that port speak TLS? If not, use http`
          : `${place} did not take the connection ${within(f)}. Is it up, and does a firewall let this machine in?`,
    short: (f, place) =>
      f.phase === 'tls'
        ? `no TLS handshake with ${place} ${within(f)}`
        : f.phase === 'dns'
          ? `no address for ${f.host} ${within(f)}`
          : `no connection to ${tried(f, place)} ${within(f)}`,
  },
  'proxy-refused': {
    sentence: (f, place) =>
      f.phase === 'tcp'
        ? `The proxy ${place} refused the connection. Is it running, and are the proxy settings right?`
        : `The proxy refused to connect to ${place}${detail(f)}. Check the proxy settings, or leave this host out of them`,
    short: (f, place) =>
      f.phase === 'tcp' ? `proxy ${tried(f, place)} refused` : `proxy refused ${place}`,
  },
  'proxy-authentication': {
    sentence: (_, place) =>
      `The proxy wants credentials before it connects to ${place}. Add them to the proxy settings`,
    short: () => 'proxy wants credentials',
  },
  'tls-untrusted': {
    sentence: (f, place) =>
      `The certificate of ${place} is not trusted${detail(f)}. Trust its authority on this machine, or skip the check with # @insecure`,
    short: (_, place) => `certificate of ${place} not trusted`,
  },
  'tls-expired': {
    sentence: (_, place) =>
      `The certificate of ${place} is out of date. Renew it on the server, or skip the check with # @insecure`,
    short: (_, place) => `certificate of ${place} out of date`,
  },
  'tls-wrong-name': {
    sentence: (f, place) =>
      `The certificate of ${place} is for another name than ${f.host}. Check the host in the URL, or skip the check with # @insecure`,
    short: (_, place) => `certificate of ${place} is for another name`,
  },
  'tls-handshake': {
    sentence: (f, place) =>
      `The TLS handshake with ${place} failed${detail(f)}. Does that port speak TLS? If not, use http`,
    short: (_, place) => `TLS handshake with ${place} failed`,
  },
  'client-certificate': {
    sentence: (f, place) =>
      `${place} did not accept the client certificate, or got none${detail(f)}. Check which one this host wants`,
    short: (_, place) => `client certificate not accepted by ${place}`,
  },
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
      `${place} did not answer in proper HTTP${detail(f)}. Is it an HTTP server, and is the scheme right?`,
    short: (_, place) => `${place} did not answer in proper HTTP`,
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
  'not-supported': {
    sentence: (f, place) =>
      f.detail === 'HTTP/3'
        ? `HTTP/3 is not supported by this version of Node. Ask for HTTP/2, or let the request fall back with # @http-fallback`
        : isAboutProxy(f)
          ? `Not supported${detail(f)}. Correct it there, or leave ${place} out of the proxy`
          : `Not supported yet${detail(f)}. Take it out of the request to ${place}, then send again`,
    short: (f) => `not supported${detail(f)}`,
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
  aborted: {
    sentence: (_, place) => `The request to ${place} was cancelled. Send it again when you like`,
    short: () => 'cancelled',
  },
};

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

/** The addresses that were tried, else the host. */
function tried(failure: SendFailure, place: string): string {
  const [first, second, ...more] = failure.addresses;
  if (first === undefined) return place;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more`;
}

function within(failure: SendFailure): string {
  return failure.limit === null ? 'in time' : `within ${limitDuration(failure.limit)}`;
}

function unfinished(failure: SendFailure, place: string): string {
  return failure.phase === 'download'
    ? `The answer of ${place} was not complete`
    : `${place} did not answer`;
}

/** The address to leave from that this machine has not. */
function missingAddress({ detail }: SendFailure): string | null {
  return /\bbind EADDRNOTAVAIL ([^\s;]+)/.exec(detail)?.[1] ?? null;
}

function isMissing({ detail }: SendFailure): boolean {
  return /\bENOENT\b/.test(detail);
}

/** Of IPv6 with colons; no name ends in a number. */
function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

/** As `unsupportedProxy` words it. */
function isAboutProxy({ detail }: SendFailure): boolean {
  return / proxy .*in the (?:settings|variable )/.test(detail);
}

function isAboutHeaders(failure: SendFailure): boolean {
  return /header/i.test(failure.detail);
}

/** As Node words what the system says of a file: `ENOSPC: no space left on device, write`. */
function isAboutDisk(failure: SendFailure): boolean {
  return /\bE[A-Z]{3,}: /.test(failure.detail);
}

function size(failure: SendFailure): string {
  return failure.limit === null ? 'allowed' : bytes(failure.limit);
}

/** What the library or the peer said, short and on one line: `: self-signed certificate`. */
function detail(failure: SendFailure): string {
  const said = openSslReason.exec(failure.detail)?.[1] ?? failure.detail;
  const text = printable(said).trim().replace(/\.$/, '').replace(/^The /, 'the ');
  if (text === '') return '';
  // A path that is cut short names no file.
  const most = isAboutDisk(failure) ? 500 : 160;
  return text.length > most ? `: ${text.slice(0, most)}…` : `: ${text}`;
}

/** `4057…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…`: the fourth part is for people. */
const openSslReason = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/;
