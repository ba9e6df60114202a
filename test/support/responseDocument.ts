import type { Exchange } from '../../src/client/exchange.ts';
import {
  responseSteps,
  type ResponseDocument,
  type ResponseMode,
} from '../../src/insight/responseText.ts';
import { atOnce } from '../../src/request/steps.ts';

/** The document of a response without waiting, where the editor goes step by step. */
export function responseDocument(
  exchange: Exchange,
  mode: ResponseMode = 'body',
): ResponseDocument {
  return atOnce(responseSteps(exchange, mode));
}
