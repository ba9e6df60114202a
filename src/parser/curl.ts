/** A `curl` command in the place of a request. */
import { isBlank } from './characters.ts';
import { readArguments } from './curlArguments.ts';
import { curlBody } from './curlBody.ts';
import {
  addHeader,
  emptyCommand,
  note,
  type CurlCommand,
  type CurlContext,
} from './curlCommand.ts';
import { orNone, type Draft } from './draft.ts';
import { headerText } from './header.ts';
import type { Request, Span, Token } from './httpFile.ts';
import { advance, goOnTo, isAtEnd, lineOf, span, type Cursor } from './lines.ts';
import { nameOf } from './nameOf.ts';
import { shellWords } from './shellWords.ts';
import { readTail } from './tail.ts';
import { Reworded } from './token.ts';

export function startsCurl(cursor: Cursor): boolean {
  const { text, first } = cursor;
  return (
    text.startsWith('curl', first) && first + 4 < cursor.stop && isBlank(text.charCodeAt(first + 4))
  );
}

/** Reads the command the cursor stands on; the cursor is left where the block ends. */
export function readCurl(cursor: Cursor, draft: Draft): Request {
  const { text, first: start, line } = cursor;
  const shell = shellWords(text, start + 4, cursor.end);
  const { base } = cursor;
  const command = emptyCommand(lineFinder(text, base, start, line));
  const context: CurlContext = { cursor, draft };
  readArguments(shell.words, command, context);
  if (shell.openQuote >= 0) {
    const message = 'This quote is never closed';
    note(command, context, 'quote-not-closed', message, shell.openQuote, shell.openQuote + 1);
  }
  if (command.target === null) {
    note(command, context, 'missing-url', 'This `curl` names no URL', start, start + 4);
  }
  goOnTo(cursor, Math.min(shell.end, cursor.end - 1));
  const lastLine = { stop: Math.min(shell.end, cursor.stop), line: cursor.line };
  advance(cursor);
  const tail = isAtEnd(cursor) ? null : readTail(cursor, draft);
  const end = tail !== null && tail.line >= 0 ? tail : lastLine;
  return {
    span: span(cursor, start, end.stop),
    line,
    endLine: end.line,
    name: nameOf(draft),
    ...partsOf(command, span(cursor, start, start + 4)),
    spreads: orNone([]),
    parts: orNone([]),
    directives: orNone(draft.directives),
    scripts: orNone(draft.scripts),
    assertions: orNone(draft.assertions),
    responseFiles: orNone(draft.responseFiles),
  };
}

/** Counts on from the last answer: the options are mostly asked about in their order. */
function lineFinder(
  text: string,
  base: number,
  start: number,
  line: number,
): CurlCommand['lineAt'] {
  let last = { at: start, line };
  return (offset) => {
    const at = base + offset;
    const from = at < last.at ? { at: start, line } : last;
    last = { at, line: lineOf(text, from.at, from.line, at) };
    return last.line;
  };
}

type Parts = Pick<Request, 'method' | 'target' | 'httpVersion' | 'headers' | 'body'>;

function partsOf(command: CurlCommand, curl: Span): Parts {
  const { httpVersion, isGet } = command;
  const body = isGet ? null : curlBody(command);
  const target = targetOf(command, curl);
  const implied = body === null ? null : command.isUpload ? 'PUT' : 'POST';
  const method = command.method ?? (implied === null ? null : new Reworded(implied, curl));
  return { method, target, httpVersion, headers: orNone(command.headers), body };
}

/** With `-G` the data is the query; with `--unix-socket` the URL only names the host. */
function targetOf(command: CurlCommand, curl: Span): Token {
  const { target, data, socket } = command;
  if (target === null) return new Reworded('', curl);
  let url = target.text;
  if (command.isGet && data.length > 0) {
    url += `${url.includes('?') ? '&' : '?'}${data.map(({ text }) => text).join('&')}`;
  }
  if (socket !== null) {
    const [, scheme = '', host = '', path = ''] = /^(https?:\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
    if (headerText(command.headers, 'host') === '') addHeader(command, target, `Host: ${host}`);
    const tls = scheme.toLowerCase() === 'https://' ? scheme : '';
    url = `${tls}unix:${socket.text}:${path.startsWith('/') ? path : `/${path}`}`;
  }
  return url === target.text ? target : new Reworded(url, target.span);
}
