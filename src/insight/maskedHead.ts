import type { Hop, ResponseHead } from '../client/exchange.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { maskHeader } from './mask.ts';
import { maskText } from './maskText.ts';

/** The hop with what came before its body without secrets: those that are known, and what is called like one. */
export function maskedAnswers(hop: Hop, secrets: readonly string[]): Hop {
  const { interim, response } = hop;
  return {
    ...hop,
    interim: interim.map((head) => maskedHead(head, secrets)),
    response: response === null ? null : maskedHead(response, secrets),
  };
}

/** The head of an answer without the secrets in its status text, headers and trailers. */
export function maskedHead<Head extends ResponseHead>(
  head: Head,
  secrets: readonly string[],
): Head {
  const { statusText, headers, trailers } = head;
  const masked = {
    ...head,
    statusText: maskText(statusText, secrets),
    headers: maskedHeaders(headers, secrets),
  };
  if (trailers === undefined) return masked;
  return { ...masked, trailers: maskedHeaders(trailers, secrets) };
}

export function maskedHeaders(
  headers: readonly HeaderField[],
  secrets: readonly string[],
): readonly HeaderField[] {
  return headers.map(([name, value]) => [name, maskHeader(name, maskText(value, secrets))]);
}
