/** A response as a document to read. */
import { charsetOf, textOf, type TextBody } from '../client/charset.ts';
import type { Exchange, ResponseHead } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import { responseNotes, textNotes } from './bodyNotes.ts';
import { maskBytes } from './byteMask.ts';
import { bytes } from './bytes.ts';
import { charsetNote } from './codingNotes.ts';
import { exchangeText } from './exchangeText.ts';
import { describeFailure } from './failureText.ts';
import { headsText } from './headText.ts';
import { hexDump, hexDumpBytes } from './hexDump.ts';
import { maskedExchange } from './maskedExchange.ts';
import { maskedAnswers } from './maskedHead.ts';
import { maskTextSteps } from './maskText.ts';
import { isBinaryType, languageOf, languageOfPart, mediaTypeOf } from './mediaType.ts';
import { prettyJsonSteps } from './prettyJson.ts';
import { prettyXmlSteps } from './prettyXml.ts';
import { sentSecrets } from './sentSecrets.ts';
import type { Steps } from '../request/steps.ts';

/**
 * `exchange` is every hop with its request, `full` the head and the body.
 * Heads are without secrets; the body is as it came, but in `exchange`, which is there to be shown around.
 */
export const responseModes = ['full', 'headers', 'body', 'exchange'] as const;

export type ResponseMode = (typeof responseModes)[number];

export type ResponseDocument = {
  readonly languageId: string;
  readonly text: string;
  /** Status line and headers, one a line, those of interim answers first; empty without a response. */
  readonly head: string;
  /** Where in the text the body begins; its end where there is none. */
  readonly bodyStart: number;
  /** What is to be known of it, one sentence each. */
  readonly notes: readonly string[];
};

/** In the mode `body` the text is the body alone, so that a language mode fits it; the head stands in for an empty one. */
export function* responseSteps(exchange: Exchange, mode: ResponseMode): Steps<ResponseDocument> {
  const last = exchange.hops.at(-1);
  const response = last?.response ?? null;
  const secrets = sentSecrets(exchange);
  const came = last === undefined || response === null ? '' : headsText(last);
  const head = last === undefined || came === '' ? '' : headsText(maskedAnswers(last, secrets));
  const isBodyAlone = mode === 'body' && exchange.body.length > 0;
  const notes = [...responseNotes(exchange), ...(head === came || isBodyAlone ? [] : [starsNote])];
  const alone = (languageId: string, text: string): ResponseDocument => {
    return { languageId, text, head, bodyStart: text.length, notes };
  };
  if (mode === 'headers' && response !== null) return alone(headLanguage, head);
  const body =
    response === null
      ? null
      : yield* bodySteps(exchange, response, mode === 'exchange' ? secrets : []);
  const allNotes = [...notes, ...(body?.notes ?? [])];
  if (mode === 'body' && body !== null) return { ...body, head, bodyStart: 0, notes: allNotes };
  if (response === null && mode !== 'exchange') return alone('plaintext', failureText(exchange));
  if (mode === 'body') return alone(headLanguage, head);
  const lead = cutLead(mode === 'exchange' ? exchangeText(exchange) : `${head}\n`);
  const text = `${lead}${body?.text ?? ''}`;
  return { languageId: headLanguage, text, head, bodyStart: lead.length, notes: allNotes };
}

const starsNote = 'Secrets in the head are stars: Copy Response Headers copies it as it came';

/** Contributed by the manifest, as a head is in no language that VS Code knows. */
const headLanguage = 'http-response';

type BodyText = {
  readonly languageId: string;
  readonly text: string;
  readonly notes: readonly string[];
};

/** The text of a body as it came; null where it is none. */
export function bodyText(exchange: Exchange, response: ResponseHead): string | null {
  return decodedText(exchange.body.bytes(), response)?.text ?? null;
}

function decodedText(body: Uint8Array, { headers }: ResponseHead): TextBody | null {
  const contentType = headerValue(headers, 'content-type') ?? '';
  if (isBinaryType(mediaTypeOf(headers).essence)) return null;
  if (charsetOf(body, contentType) === null && looksBinary(body)) return null;
  return textOf(body, contentType);
}

/** Null without a body. What is to be hidden in it is given. */
function* bodySteps(
  exchange: Exchange,
  response: ResponseHead,
  secrets: readonly string[],
): Steps<BodyText | null> {
  const { bodyFile } = exchange;
  if (exchange.body.length === 0) return null;
  const body = exchange.body.bytes();
  const { essence } = mediaTypeOf(response.headers);
  const read = decodedText(body, response);
  yield;
  if (read === null) return hexText(maskBytes(body, secrets), essence);
  const { text: decoded, charset, problem } = read;
  const charsetSaid = charsetNote(problem, charset);
  const isCut = decoded.length > maxShown;
  const whole = isCut ? decoded.slice(0, maxShown) : decoded;
  const isWhole = !isCut && bodyFile === null;
  const { languageId, text: plain, isTooLong } = yield* prettySteps(whole, essence, isWhole);
  const text = yield* maskTextSteps(plain, secrets);
  const notes = [
    ...(charsetSaid === null ? [] : [charsetSaid]),
    ...(isCut
      ? [`Only the beginning of ${bytes(body.length)} is shown: save the body to see all of it`]
      : []),
    ...(isTooLong ? ['Shown as it came: indented, it would be too long for the editor'] : []),
    ...textNotes(text, essence),
  ];
  return { languageId, text, notes };
}

/** Many hops may have sent much, and what must be escaped grows. */
function cutLead(lead: string): string {
  if (lead.length <= maxLead) return lead;
  const end = lead.lastIndexOf('\n', maxLead) + 1;
  const rest = bytes(lead.length - end);
  return `${lead.slice(0, end)}# ${rest} are left out here, for the editor takes no longer text\n\n`;
}

/** UTF-16 units, as below. */
const maxLead = 5_000_000;

/** UTF-16 units: VS Code gives an extension no document of more than 52,428,800 of them. */
const maxShown = 20_000_000;
/** Leaves room for the heads that may stand before it. */
const maxIndented = 45_000_000;

type PrettyText = {
  readonly languageId: string;
  readonly text: string;
  /** To be indented, so that it is as it came. */
  readonly isTooLong: boolean;
};

function* prettySteps(text: string, essence: string, isWhole: boolean): Steps<PrettyText> {
  const languageId = languageOf(essence);
  if (!isWhole) return { languageId: languageOfPart(essence), text, isTooLong: false };
  // A body without a type may still be JSON; one that calls itself plain text is taken at its word.
  const mayBeJson = languageId === 'json' || essence === '';
  const pretty = mayBeJson
    ? yield* prettyJsonSteps(text, maxIndented)
    : languageId === 'xml'
      ? yield* prettyXmlSteps(text, maxIndented)
      : null;
  if (pretty?.kind !== 'indented')
    return { languageId, text, isTooLong: pretty?.kind === 'too long' };
  return { languageId: mayBeJson ? 'json' : languageId, text: pretty.text, isTooLong: false };
}

function hexText(body: Uint8Array, essence: string): BodyText {
  const what = `Binary body: ${essence === '' ? 'no content type' : essence}, ${bytes(body.length)}`;
  const notes =
    body.length > hexDumpBytes
      ? [`Only the first ${bytes(hexDumpBytes)} are shown: save the body to see all of it`]
      : [];
  return { languageId: 'plaintext', text: `${what}\n\n${hexDump(body)}`, notes };
}

function failureText(exchange: Exchange): string {
  const { failure } = maskedExchange(exchange);
  return failure === null ? 'No response' : describeFailure(failure);
}

/** A NUL is in no text but UTF-16 and UTF-32, which name their charset or begin with a mark. */
function looksBinary(body: Uint8Array): boolean {
  return body.subarray(0, 8192).includes(0);
}
