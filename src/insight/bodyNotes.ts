/** What a reader should know of a body and can't see: one sentence each. */
import { bodyLength, type Exchange, type ResponseHead } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import { bytes } from './bytes.ts';
import { decodingNote } from './codingNotes.ts';
import { count } from './count.ts';
import { describeFailure } from './failureText.ts';
import { responseFileName, saidName } from './fileName.ts';
import { maskedExchange } from './maskedExchange.ts';
import { maskText } from './maskText.ts';
import { isPreviewable } from './previewPage.ts';
import { printable } from './printable.ts';
import { sentSecrets } from './sentSecrets.ts';

/** Of the response as a whole. */
export function responseNotes(exchange: Exchange): readonly string[] {
  const { failure } = maskedExchange(exchange);
  const response = exchange.hops.at(-1)?.response ?? null;
  if (response === null) return [];
  const coding = decodingNote(exchange);
  return [
    ...(coding === null ? [] : [coding]),
    ...fileNotes(exchange),
    ...nameNotes(exchange, response),
    ...(failure === null ? [] : [`The response is not whole: ${describeFailure(failure)}`]),
    ...(failure === null ? lengthNotes(exchange, response) : []),
  ];
}

/** Of the text of a body. */
export function textNotes(text: string, essence: string): readonly string[] {
  const directions = text.match(directionMarks)?.length ?? 0;
  const line = longestLine(text);
  return [
    ...(isPreviewable(essence) && scripts.test(text)
      ? ['Holds scripts; nothing here runs them']
      : []),
    ...(text.includes('\u001b')
      ? ['Holds escape sequences for a terminal (ANSI); nothing here obeys them']
      : []),
    ...(directions === 0
      ? []
      : [
          `Changes the direction of writing (${count(directions, 'mark')}): it may not read as it is`,
        ]),
    ...(line > longLine
      ? [`Has a line of ${bytes(line)}: the editor draws the beginning of it`]
      : []),
  ];
}

/** A script, or a tag with a handler or with an address that is one; the words alone are no script. */
const scripts =
  /<script[\s>/]|<[a-z][^<>]*[\s/"']on[a-z]+\s*=|<[a-z][^<>]*=\s*["']?\s*javascript:/i;
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** UTF-16 units. VS Code stops at 10,000 (`editor.stopRenderingLineAfter`). */
const longLine = 10_000;

function longestLine(text: string): number {
  let longest = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}

function fileNotes(exchange: Exchange): readonly string[] {
  if (exchange.bodyFile === null) return [];
  const [shown, whole] = [bytes(exchange.body.length), bytes(bodyLength(exchange))];
  return [`The first ${shown} of ${whole} are shown here: the whole body is in a file`];
}

/** Only where it is not offered as the server says it. */
function nameNotes(exchange: Exchange, { headers }: ResponseHead): readonly string[] {
  const [said, offered] = [saidName(headers), responseFileName(exchange)];
  if (said === null || said === offered) return [];
  const cut = said.length > maxName ? `${said.slice(0, maxName)}…` : said;
  const note = `The server names it ${printable(cut)}: Save offers the name ${offered}`;
  return [maskText(note, sentSecrets(exchange))];
}

/** UTF-16 units, as many as are offered. */
const maxName = 80;

/** Only where the length counts what was kept: not after decoding, and not without a body at all. */
function lengthNotes(exchange: Exchange, { status, headers }: ResponseHead): readonly string[] {
  const length = headerValue(headers, 'content-length')?.trim() ?? null;
  const isOther = headerValue(headers, 'content-encoding') !== null || status === 304;
  if (length === null || isOther || exchange.method === 'HEAD') return [];
  if (!/^\d+$/.test(length) || Number(length) === bodyLength(exchange)) return [];
  return [`Content-Length says ${length}, and the body has ${bytes(bodyLength(exchange))}`];
}
