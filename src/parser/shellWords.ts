/** The words of a shell command: quotes, `$'…'`, and lines joined by a backslash. */
import { backslash, dollar, doubleQuote, isBlank, isLineEnd, singleQuote } from './characters.ts';

/** A word without its quotes, and where it stands. */
export type ShellWord = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

export type ShellCommand = {
  readonly words: readonly ShellWord[];
  /** Where the command's last line ends, or the text. */
  readonly end: number;
  /** Where a quote opens that is never closed; -1 without one. */
  readonly openQuote: number;
};

/** Reads one command, up to a line end that is neither quoted nor behind a backslash. */
export function shellWords(text: string, from: number, to: number): ShellCommand {
  const words: ShellWord[] = [];
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) at++;
    else if (isJoin(text, at, to)) at = afterLineEnd(text, at + 1);
    else if (isLineEnd(code)) break;
    else {
      const word = readWord(text, at, to);
      words.push({ text: word.text, start: at, end: word.end });
      if (word.openQuote >= 0) return { words, end: to, openQuote: word.openQuote };
      at = word.end;
    }
  }
  return { words, end: at, openQuote: -1 };
}

type Word = {
  readonly text: string;
  readonly end: number;
  readonly openQuote: number;
};

function readWord(text: string, from: number, to: number): Word {
  const pieces: string[] = [];
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isBlank(code) || isLineEnd(code) || isJoin(text, at, to)) break;
    const isAnsi = code === dollar && text.charCodeAt(at + 1) === singleQuote;
    if (code === singleQuote || code === doubleQuote || isAnsi) {
      const quote = isAnsi ? at + 1 : at;
      const close = closingQuote(text, quote, to, code !== singleQuote);
      if (close < 0) return { text: pieces.join(''), end: to, openQuote: at };
      pieces.push(unquote(text.slice(quote + 1, close), code, isAnsi));
      at = close + 1;
    } else if (code === backslash && at + 1 < to) {
      pieces.push(text.charAt(at + 1));
      at += 2;
    } else {
      const start = at;
      while (at < to && !endsPlain(text.charCodeAt(at))) at++;
      if (at === start) at++;
      pieces.push(text.slice(start, at));
    }
  }
  return { text: pieces.join(''), end: at, openQuote: -1 };
}

function endsPlain(code: number): boolean {
  return (
    isBlank(code) ||
    isLineEnd(code) ||
    code === backslash ||
    code === singleQuote ||
    code === doubleQuote ||
    code === dollar
  );
}

function closingQuote(text: string, open: number, to: number, hasEscapes: boolean): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (hasEscapes && code === backslash) at++;
  }
  return -1;
}

function unquote(inner: string, quote: number, isAnsi: boolean): string {
  if (isAnsi) return inner.replace(/\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([^]))/gi, ansiEscape);
  if (quote === singleQuote) return inner;
  return inner.replace(/\\(\r\n|[\n\r"\\$`])/g, (_, escaped: string) =>
    /[\r\n]/.test(escaped) ? '' : escaped,
  );
}

function ansiEscape(_: string, hex?: string, unicode?: string, letter = ''): string {
  const digits = hex ?? unicode;
  if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
  return { n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
}

function isJoin(text: string, at: number, to: number): boolean {
  return text.charCodeAt(at) === backslash && at + 1 < to && isLineEnd(text.charCodeAt(at + 1));
}

function afterLineEnd(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}
