import type { Hop, ResponseHead } from '../client/exchange.ts';
import { printable } from './printable.ts';

/** All heads that came, those of interim answers (103) first, with a blank line between them. */
export function headsText({ interim, response }: Hop): string {
  return [...interim, ...(response === null ? [] : [response])].map(headText).join('\n');
}

/** Status line and headers, one a line. */
export function headText({ httpVersion, status, statusText, headers }: ResponseHead): string {
  const statusLine = `HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  const fields = headers.map(([name, value]) => `${name}: ${value}`);
  return `${[statusLine, ...fields].map(printable).join('\n')}\n`;
}
