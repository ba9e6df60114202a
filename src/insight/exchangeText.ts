/** Each hop as it went over the wire, request and response, secrets masked. */
import type { Exchange, Hop } from '../client/exchange.ts';
import { fineDuration } from './duration.ts';
import { describeFailure } from './failureText.ts';
import { headText } from './headText.ts';
import { maskHeader, maskUrl } from './mask.ts';
import { maskedHead } from './maskedHead.ts';
import { maskedExchange } from './maskedExchange.ts';
import { printable } from './printable.ts';

/** Ends with the blank line that a body may follow. */
export function exchangeText(exchange: Exchange): string {
  return maskedExchange(exchange).hops.map(hopText).join('');
}

function hopText(hop: Hop): string {
  const { method, url, requestHeaders, interim, response, failure, connection } = hop;
  const version = response === null ? '' : ` HTTP/${response.httpVersion}`;
  const used = connection === null ? '' : ` on #${connection.id}`;
  const cause = failure === null ? '' : `# ${describeFailure(failure)}\n\n`;
  const request = [
    `${method} ${maskUrl(url)}${version}`,
    ...requestHeaders.map(([name, value]) => `${name}: ${maskHeader(name, value)}`),
  ];
  const sent = `${request.map(printable).join('\n')}\n\n`;
  const before = interim.map(
    (head) => `# ↓${used} after ${fineDuration(head.atMs)}\n${headText(maskedHead(head))}\n`,
  );
  const came = response === null ? '' : `# ↓${used}\n${headText(maskedHead(response))}\n`;
  return `${sent}${before.join('')}${came}${cause}`;
}
