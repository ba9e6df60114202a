import type { ResponseHead } from '../client/exchange.ts';
import { printable } from './printable.ts';

/** Status line and headers, one a line. */
export function headText({ httpVersion, status, statusText, headers }: ResponseHead): string {
  const statusLine = `HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  const fields = headers.map(([name, value]) => `${name}: ${value}`);
  return `${[statusLine, ...fields].map(printable).join('\n')}\n`;
}
