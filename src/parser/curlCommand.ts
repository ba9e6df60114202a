/** What a `curl` command has been found to say so far. */
import type { Draft } from './draft.ts';
import { RewordedHeader } from './header.ts';
import type { Header, Token } from './httpFile.ts';
import { span, type Cursor } from './lines.ts';
import type { ParseProblemCode } from './problem.ts';
import { Reworded } from './token.ts';

export type CurlContext = {
  readonly cursor: Cursor;
  readonly draft: Draft;
};

export type CurlCommand = {
  method: Token | null;
  target: Token | null;
  httpVersion: Token | null;
  isGet: boolean;
  isDigest: boolean;
  isUpload: boolean;
  user: Token | null;
  socket: Token | null;
  /** The line of an offset, both from the start of the block. */
  readonly lineAt: (offset: number) => number;
  readonly headers: Header[];
  readonly data: CurlData[];
  readonly fields: CurlField[];
};

/** A piece of a body: text, or the path of a file that holds it. */
export type CurlData = { readonly kind: 'text' | 'file'; readonly text: string } & Placed;

/** `-F name=value`, `-F name=@path`, `-F name=<path`. */
export type CurlField = {
  readonly name: string;
  readonly content: CurlData;
  readonly fileName: string | null;
  readonly type: string | null;
};

type Placed = { readonly place: Token };

export function emptyCommand(lineAt: CurlCommand['lineAt']): CurlCommand {
  return {
    method: null,
    target: null,
    httpVersion: null,
    isGet: false,
    isDigest: false,
    isUpload: false,
    user: null,
    socket: null,
    lineAt,
    headers: [],
    data: [],
    fields: [],
  };
}

/** `text` is `Name: value`, or curl's `Name;` for one without a value. */
export function addHeader(command: CurlCommand, { span: place }: Token, text: string): void {
  const colon = text.indexOf(':');
  const end = colon < 0 && text.endsWith(';') ? text.length - 1 : colon;
  if (end <= 0) return;
  const name = new Reworded(text.slice(0, end).trim(), place);
  const value = new Reworded(text.slice(end + 1).trim(), place);
  command.headers.push(new RewordedHeader(name, value, command.lineAt(place.start)));
}

/** Notes a problem on a part of the command; the offsets are the cursor's. */
export function note(
  command: CurlCommand,
  { cursor, draft }: CurlContext,
  code: ParseProblemCode,
  message: string,
  start: number,
  end: number,
): void {
  const place = span(cursor, start, end);
  const line = command.lineAt(place.start);
  draft.problems.push({ code, severity: 'error', message, span: place, line });
}
