import type { TraceEvent } from '../client/trace.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { duration, fineDuration } from './duration.ts';
import { endsText, hostOf } from './endpointText.ts';
import { describeFailure } from './failureText.ts';
import { headerLines } from './headerLines.ts';
import { maskUrl } from './maskUrl.ts';
import { maskText } from './maskText.ts';
import { whyNotFollowed } from './notFollowedText.ts';
import { printable } from './printable.ts';
import { describeClosed, describeOpened } from './reasonText.ts';
import { headSecrets, requestSecrets, type Sending } from './sentSecrets.ts';
import { wireLines } from './wireText.ts';

/** What `curl -v` would tell, with connections and reasons by name; secrets are masked. */
export function traceLines(event: TraceEvent, secrets: readonly string[] = []): readonly string[] {
  return linesOf(event).map((line) => printable(maskText(line, secrets)));
}

/** For the events of one request, or of none: what it sends as secret is not to be seen in those that follow either. */
export function createTraceText(request: Sending | null): (event: TraceEvent) => readonly string[] {
  // A connection goes on telling of itself, and is not to hold what was sent with it.
  let unread = request;
  let known: readonly string[] = [];
  return (event) => {
    if (unread !== null) known = requestSecrets(unread);
    unread = null;
    if (event.kind === 'request-head') {
      const { path, headers } = event.head;
      known = [...new Set([...known, ...headSecrets(path, headers)])];
    }
    return traceLines(event, known);
  };
}

function linesOf(event: TraceEvent): readonly string[] {
  switch (event.kind) {
    case 'hop':
      return [`* ${hopLead[event.cause]}${event.method} ${maskUrl(event.url)}`];
    case 'reusing':
      return [
        `* Reusing connection #${event.connection}: ${count(event.requestsBefore, 'request')} before, ${event.idleMs === null ? 'serving others at the same time' : `idle ${duration(event.idleMs)}`}`,
      ];
    case 'passed-over':
      return [
        `* Connection #${event.because.connection} passed over: ${describeOpened(event.because)}`,
      ];
    case 'waiting':
      return [
        `* Waiting for a connection to ${event.origin}: the limit is reached and none is idle`,
      ];
    case 'opening':
      return [
        `* Opening connection #${event.connection} to ${event.origin}: ${describeOpened(event.because, hostOf(event.origin))}`,
      ];
    case 'wire':
      return wireLines(event.connection, event.event);
    case 'opened':
      return openedLines(event);
    case 'request-head':
      return [
        `> ${event.head.method} ${maskUrl(event.head.path)} HTTP/${event.head.httpVersion}`,
        ...headerLines('>', event.head.headers),
        ...(event.bodyBytes > 0 ? [`* Sending a body of ${bytes(event.bodyBytes)}`] : []),
      ];
    case 'response-end':
      return [`* Received a body of ${bytes(event.bodyBytes)}`];
    case 'kept':
      return [`* Connection #${event.connection} to ${event.origin} left intact`];
    case 'closed':
      return [`* Connection #${event.connection} closed: ${describeClosed(event.because)}`];
    case 'not-followed':
      return [`* Not following the redirect: ${whyNotFollowed(event.left)}`];
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
  return [
    `* Connection #${event.connection} established to ${endsText(endpoint)}, ${endpoint.protocol}, handshake ${fineDuration(event.handshakeMs)}`,
  ];
}

function failedLines(detail: string, sentence: string): readonly string[] {
  const said = maskUrl(detail).trim();
  return [
    `* ${sentence}`,
    ...(said === '' || sentence.includes(said) ? [] : [`* It was told: ${said}`]),
  ];
}
