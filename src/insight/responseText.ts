/** A response as a document to read. */
import type { Exchange, ResponseHead } from '../client/exchange.ts';
import { bytes } from './bytes.ts';
import { describeFailure } from './failureText.ts';
import { hexDump } from './hexDump.ts';
import { isBinaryType, languageOf, mediaTypeOf } from './mediaType.ts';
import { prettyJson } from './prettyJson.ts';

/** The text is the body alone, so that a language mode fits it; the head stands in for an empty one. */
export type ResponseDocument = {
  readonly languageId: string;
  readonly text: string;
  /** Status line and headers, one a line; empty without a response. */
  readonly head: string;
};

export function responseDocument(exchange: Exchange): ResponseDocument {
  const response = exchange.hops.at(-1)?.response ?? null;
  if (response === null) {
    const text = exchange.failure === null ? 'No response' : describeFailure(exchange.failure);
    return { languageId: 'plaintext', text, head: '' };
  }
  const head = headText(response);
  const { body } = exchange;
  if (body.length === 0) return { languageId: 'plaintext', text: head, head };
  const { essence, charset } = mediaTypeOf(response.headers);
  if (isBinaryType(essence) || (charset === null && looksBinary(body))) {
    const text = `Binary body: ${essence === '' ? 'no content type' : essence}, ${bytes(body.length)}\n\n${hexDump(body)}`;
    return { languageId: 'plaintext', text, head };
  }
  return { ...bodyDocument(decode(body, charset), essence), head };
}

function bodyDocument(text: string, essence: string): { languageId: string; text: string } {
  const languageId = languageOf(essence);
  // A body without a type may still be JSON; one that calls itself plain text is taken at its word.
  const mayBeJson = languageId === 'json' || essence === '';
  const pretty = mayBeJson && text.length <= maxPretty ? prettyJson(text) : null;
  return pretty === null ? { languageId, text } : { languageId: 'json', text: pretty };
}

/** UTF-16 units; past it the text is shown as it came. */
const maxPretty = 10_000_000;

function headText({ httpVersion, status, statusText, headers }: ResponseHead): string {
  const statusLine = `HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  return [statusLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n') + '\n';
}

/** By the charset the server names; UTF-8 without one, or when nobody knows it. */
function decode(body: Uint8Array, charset: string | null): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** A NUL is in no text but UTF-16 and UTF-32, which name their charset or begin with a mark. */
function looksBinary(body: Uint8Array): boolean {
  return body.subarray(0, 8192).includes(0);
}
