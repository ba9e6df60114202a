/** A `curl` command in the place of a request. */
import { isBlank } from './characters.ts';
import { longOption, shortOption } from './curlOptions.ts';
import type { CurlOption } from './curlOptions.ts';
import { excerpt, orNone } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Body, Header, Request, Token } from './httpFile.ts';
import { advance, goOnTo, isAtEnd, span } from './lines.ts';
import type { Cursor } from './lines.ts';
import { nameOf } from './nameOf.ts';
import type { ParseProblemCode } from './problem.ts';
import { shellWords } from './shellWords.ts';
import type { ShellWord } from './shellWords.ts';
import { readTail } from './tail.ts';

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
  const command = emptyCommand(line);
  const context: Context = { cursor, draft, start, line };
  readArguments(shell.words, command, context);
  if (shell.openQuote >= 0) {
    const message = 'This quote is never closed';
    note(context, 'quote-not-closed', message, shell.openQuote, shell.openQuote + 1);
  }
  if (command.target === null) {
    note(context, 'missing-url', 'This `curl` names no URL', start, start + 4);
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
    ...requestOf(command, span(cursor, start, start + 4)),
    directives: orNone(draft.directives),
    scripts: orNone(draft.scripts),
    assertions: orNone(draft.assertions),
    responseFiles: orNone(draft.responseFiles),
  };
}

type Context = {
  readonly cursor: Cursor;
  readonly draft: Draft;
  readonly start: number;
  readonly line: number;
};

type Command = {
  method: Token | null;
  target: Token | null;
  httpVersion: Token | null;
  isGet: boolean;
  readonly line: number;
  readonly headers: Header[];
  readonly data: Token[];
};

function emptyCommand(line: number): Command {
  const headers: Header[] = [];
  return {
    method: null,
    target: null,
    httpVersion: null,
    isGet: false,
    line,
    headers,
    data: [],
  };
}

function readArguments(words: readonly ShellWord[], command: Command, context: Context): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const { text } = word;
    if (text === '-' || !text.startsWith('-')) {
      command.target ??= tokenOf(context, word, text);
      continue;
    }
    const found = text.startsWith('--') ? [{ option: longOption(text), rest: '' }] : letters(text);
    for (const { option, rest } of found) {
      if (option === null) {
        const message = `\`${excerpt(text)}\` is not supported yet in a \`curl\` command: remove it`;
        note(context, 'not-supported-yet', message, word.start, word.end);
      } else if (!option.hasValue) {
        apply(option, tokenOf(context, word, ''), command, context);
      } else if (rest !== '') {
        apply(option, tokenOf(context, word, rest), command, context);
      } else {
        const value = words[++index] ?? word;
        apply(option, tokenOf(context, value, value === word ? '' : value.text), command, context);
      }
    }
  }
}

/** `-sSLXPOST`: letters up to one that takes a value, which is what follows it. */
function letters(text: string): { option: CurlOption | null; rest: string }[] {
  const found: { option: CurlOption | null; rest: string }[] = [];
  for (let at = 1; at < text.length; at++) {
    const option = shortOption(text.charAt(at));
    const rest = option?.hasValue === true ? text.slice(at + 1) : '';
    found.push({ option, rest });
    if (option?.hasValue !== false) break;
  }
  return found;
}

function apply(option: CurlOption, value: Token, command: Command, context: Context): void {
  const { meaning } = option;
  const { text } = value;
  if (meaning === 'request') command.method = value;
  else if (meaning === 'head') command.method ??= { text: 'HEAD', span: value.span };
  else if (meaning === 'get') command.isGet = true;
  else if (meaning === 'url') command.target = value;
  else if (meaning === 'header') addHeader(command, value, text);
  else if (meaning === 'user') addHeader(command, value, `Authorization: Basic ${text}`);
  else if (meaning === 'user-agent') addHeader(command, value, `User-Agent: ${text}`);
  else if (meaning === 'referer') addHeader(command, value, `Referer: ${text}`);
  else if (meaning === 'cookie' && text.includes('=')) addHeader(command, value, `Cookie: ${text}`);
  else if (meaning === 'data-urlencode') command.data.push({ ...value, text: encodeData(text) });
  else if (meaning === 'data-raw' || (meaning === 'data' && !text.startsWith('@'))) {
    command.data.push(value);
  } else if (meaning === 'json' && !text.startsWith('@')) {
    command.data.push(value);
    addHeader(command, value, 'Content-Type: application/json');
    addHeader(command, value, 'Accept: application/json');
  } else if (meaning.startsWith('http/')) {
    command.httpVersion = { text: meaning.slice(5), span: value.span };
  } else if (meaning === 'insecure' || meaning.endsWith('timeout')) {
    const { line, draft } = context;
    draft.directives.push({
      name: meaning,
      value: text,
      line,
      span: value.span,
    });
  } else if (meaning !== 'ignored') {
    const message = `A file for \`${option.written}\` is not supported yet in a \`curl\` command`;
    const { base } = context.cursor;
    note(context, 'not-supported-yet', message, value.span.start + base, value.span.end + base);
  }
}

function addHeader(command: Command, place: Token, text: string): void {
  const colon = text.indexOf(':');
  if (colon <= 0) return;
  const name = { text: text.slice(0, colon).trim(), span: place.span };
  const value = { text: text.slice(colon + 1).trim(), span: place.span };
  command.headers.push({ name, value, line: command.line });
}

/** `name=content`, the content percent-encoded but for references, which are not known yet. */
function encodeData(text: string): string {
  const equals = text.indexOf('=');
  const name = equals <= 0 ? '' : text.slice(0, equals + 1);
  const pieces = text.slice(equals + 1).split(/(\{\{[^{}\n]+\}\})/);
  const encode = (piece: string): string => encodeURIComponent(piece.toWellFormed());
  return name + pieces.map((piece, index) => (index % 2 === 1 ? piece : encode(piece))).join('');
}

type Parts = Pick<Request, 'method' | 'target' | 'httpVersion' | 'headers' | 'body'>;

function requestOf(command: Command, curl: Token['span']): Parts {
  const { data, headers, httpVersion } = command;
  const target = command.target ?? { text: '', span: curl };
  const [first] = data;
  if (first === undefined)
    return { method: command.method, target, httpVersion, headers, body: null };
  const text = data.map((piece) => piece.text).join('&');
  if (command.isGet) {
    const url = `${target.text}${target.text.includes('?') ? '&' : '?'}${text}`;
    const whole = { text: url, span: target.span };
    return {
      method: command.method,
      target: whole,
      httpVersion,
      headers,
      body: null,
    };
  }
  if (!headers.some(({ name }) => name.text.toLowerCase() === 'content-type')) {
    addHeader(command, first, 'Content-Type: application/x-www-form-urlencoded');
  }
  const end = (data.at(-1) ?? first).span.end;
  const body: Body = {
    kind: 'data',
    text,
    line: command.line,
    span: { start: first.span.start, end },
  };
  const method = command.method ?? { text: 'POST', span: curl };
  return { method, target, httpVersion, headers, body };
}

function tokenOf(context: Context, word: ShellWord, text: string): Token {
  return { text, span: span(context.cursor, word.start, word.end) };
}

function note(
  context: Context,
  code: ParseProblemCode,
  message: string,
  start: number,
  end: number,
): void {
  const { cursor, draft, line } = context;
  draft.problems.push({
    code,
    severity: 'error',
    message,
    span: span(cursor, start, end),
    line,
  });
}
