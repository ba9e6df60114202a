import type { TraceEvent } from '../client/trace.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { maskSecrets } from '../request/secrets.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { duration, fineDuration } from './duration.ts';
import { endsText, hostOf, tlsText } from './endpointText.ts';
import { describeFailure } from './failureText.ts';
import { maskHeader, maskUrl } from './mask.ts';
import { printable } from './printable.ts';
import { describeClosed, describeOpened } from './reasonText.ts';

/** What `curl -v` would tell, with connections and reasons by name; secrets are masked. */
export function traceLines(event: TraceEvent, secrets: readonly string[] = []): readonly string[] {
  return linesOf(event).map((line) => printable(maskSecrets(line, secrets)));
}

function linesOf(event: TraceEvent): readonly string[] {
  switch (event.kind) {
    case 'hop':
      return [`* ${hopLead[event.cause]}${event.method} ${maskUrl(event.url)}`];
    case 'reusing':
      return [
        `* Reusing connection #${event.connection}: ${count(event.requestsBefore, 'request')} before, ${event.idleMs === null ? 'serving others at the same time' : `idle ${duration(event.idleMs)}`}`,
      ];
    case 'waiting':
      return [
        `* Waiting for a connection to ${event.origin}: the limit is reached and none is idle`,
      ];
    case 'opening':
      return [
        `* Opening connection #${event.connection} to ${event.origin}: ${describeOpened(event.because, hostOf(event.origin))}`,
      ];
    case 'opened':
      return openedLines(event);
    case 'request-head':
      return [
        `> ${event.method} ${maskUrl(event.path)} HTTP/1.1`,
        ...headerLines('>', event.headers),
        ...(event.bodyBytes > 0 ? [`* Sending a body of ${bytes(event.bodyBytes)}`] : []),
      ];
    case 'response-head':
      return [
        `< HTTP/${event.head.httpVersion} ${event.head.status} ${event.head.statusText}`.trimEnd(),
        ...headerLines('<', event.head.headers),
      ];
    case 'response-end':
      return [`* Received a body of ${bytes(event.bodyBytes)}`];
    case 'kept':
      return [`* Connection #${event.connection} to ${event.origin} left intact`];
    case 'closed':
      return [`* Connection #${event.connection} closed: ${describeClosed(event.because)}`];
    case 'failed':
      return failedLines(event.failure.detail, describeFailure(event.failure));
  }
}

const hopLead = {
  first: '',
  redirect: 'Following the redirect: ',
  auth: 'Answering the challenge: ',
  'stale-retry': 'Sending again, for the connection was dead: ',
  retry: 'Trying again: ',
} as const;

function openedLines(event: Extract<TraceEvent, { kind: 'opened' }>): readonly string[] {
  const { endpoint } = event;
  const tls = tlsText(endpoint);
  return [
    `* Connection #${event.connection} established to ${endsText(endpoint)}, ${endpoint.protocol}, handshake ${fineDuration(event.handshakeMs)}`,
    ...(tls === null ? [] : [`* TLS of #${event.connection}: ${tls}`]),
  ];
}

/** A blank one ends the head, as on the wire. */
function headerLines(mark: string, headers: readonly HeaderField[]): readonly string[] {
  return [...headers.map(([name, value]) => `${mark} ${name}: ${maskHeader(name, value)}`), mark];
}

function failedLines(detail: string, sentence: string): readonly string[] {
  const said = maskUrl(detail).trim();
  return [
    `* ${sentence}`,
    ...(said === '' || sentence.includes(said) ? [] : [`* It was told: ${said}`]),
  ];
}
