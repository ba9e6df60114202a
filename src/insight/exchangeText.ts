/** Each hop as it went over the wire, request and response, secrets masked. */
import type { Exchange, Hop } from '../client/exchange.ts';
import { fineDuration } from './duration.ts';
import { overSocket } from './endpointText.ts';
import { describeFailure } from './failureText.ts';
import { headText } from './headText.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { maskedAnswers, maskedHeaders } from './maskedHead.ts';
import { maskText } from './maskText.ts';
import { whyNotFollowed } from './notFollowedText.ts';
import { printable } from './printable.ts';
import { sentText } from './sentBody.ts';
import { sentSecrets } from './sentSecrets.ts';

/** Ends with the blank line that a body may follow. */
export function exchangeText(exchange: Exchange): string {
  const secrets = sentSecrets(exchange);
  return maskedExchange(exchange)
    .hops.map((hop) => hopText(hop, secrets))
    .join('');
}

function hopText(hop: Hop, secrets: readonly string[]): string {
  const { method, url, requestHeaders, failure, connection, notFollowed } = hop;
  const { interim, response } = maskedAnswers(hop, secrets);
  const version = response === null ? '' : ` HTTP/${response.httpVersion}`;
  const used = connection === null ? '' : ` on #${connection.id}${printable(overSocket(hop))}`;
  const cause = failure === null ? '' : `# ${describeFailure(failure)}\n\n`;
  const left =
    notFollowed === undefined
      ? ''
      : `# Redirect not followed: ${printable(maskText(whyNotFollowed(notFollowed), secrets))}\n\n`;
  const request = [
    `${method} ${maskUrl(maskText(url, secrets))}${version}`,
    ...maskedHeaders(requestHeaders, secrets).map(([name, value]) => `${name}: ${value}`),
  ];
  const sent = `${request.map(printable).join('\n')}\n\n${bodyText(hop, secrets)}`;
  const before = interim.map(
    (head) => `# ↓${used} after ${fineDuration(head.atMs)}\n${headText(head)}\n`,
  );
  const came = response === null ? '' : `# ↓${used}\n${headText(response)}\n`;
  return `${sent}${before.join('')}${came}${left}${cause}`;
}

/** The line that names the file of a body that was sent, which an editor makes a link. */
export function sentFrom(path: string): string {
  return `# It was read from ${printable(path)}`;
}

/** With the blank line that follows it; empty without a body. */
function bodyText({ requestBody, requestHeaders }: Hop, secrets: readonly string[]): string {
  if (requestBody === null || requestBody.length === 0) return '';
  const sent = sentText(requestBody, requestHeaders, secrets);
  if ('leftOut' in sent) {
    const { path } = requestBody;
    const from = path === undefined ? '' : `${sentFrom(maskText(path, secrets))}\n`;
    return `# ${sent.leftOut}\n${from}\n`;
  }
  const lines = sent.text.replace(/(?:\r?\n)+$/, '').split(/\r?\n/);
  // Blanks at the beginning of a line say how it is indented.
  return `${lines.map((line) => line.split('\t').map(printable).join('\t')).join('\n')}\n\n`;
}
