import type { ResponseHead } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { maskHeader } from './mask.ts';

/** The head of an answer without the secrets in its headers and trailers. */
export function maskedHead<Head extends ResponseHead>(head: Head): Head {
  const { headers, trailers } = head;
  const masked = { ...head, headers: maskedHeaders(headers) };
  return trailers === undefined ? masked : { ...masked, trailers: maskedHeaders(trailers) };
}

export function maskedHeaders(headers: readonly HeaderField[]): readonly HeaderField[] {
  return headers.map(([name, value]) => [name, maskHeader(name, value)]);
}
