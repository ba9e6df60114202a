import type { Hop, ResponseHead } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { printable } from './printable.ts';

/** All heads that came, those of interim answers (103) first, with a blank line between them. */
export function headsText({ interim, response }: Hop): string {
  return [...interim, ...(response === null ? [] : [response])].map(headText).join('\n');
}

/** Status line and headers, one a line, and the trailers under a line that says what they are. */
export function headText(head: ResponseHead): string {
  const { httpVersion, status, statusText, headers, trailers = [] } = head;
  const statusLine = `HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  const line = ([name, value]: HeaderField): string => `${name}: ${value}`;
  const after = trailers.length === 0 ? [] : ['# After the body', ...trailers.map(line)];
  return `${[statusLine, ...headers.map(line), ...after].map(printable).join('\n')}\n`;
}
