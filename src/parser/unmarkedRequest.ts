/**
 * A request that starts without `###`: at the start of a line a method everybody knows, in upper
 * case, a blank, and what looks like a URL (the rule of httpYac, held back so that a body such as
 * `DELETE FROM t` stays a body).
 */
import {
  backslash,
  closeBrace,
  closeBracket,
  dash,
  doubleQuote,
  isLineEnd,
  isUpperCase,
  lessThan,
  openBrace,
  openBracket,
} from './characters.ts';
import { indexWithin, skipBlanks, skipSpace, type Cursor } from './lines.ts';
import { isKnownMethod } from './methods.ts';

export function startsUnmarkedRequest(cursor: Cursor): boolean {
  const { text, start, stop } = cursor;
  if (cursor.first !== start) return false;
  let end = start;
  const limit = Math.min(stop, start + 17);
  while (end < limit && (isUpperCase(text.charCodeAt(end)) || text.charCodeAt(end) === dash)) end++;
  const target = skipBlanks(text, end, stop);
  if (target === end || target === stop || !isKnownMethod(text.slice(start, end))) return false;
  return urlLike.test(text.slice(target, Math.min(stop, target + 256)));
}

/** `scheme://`, `/…`, `{{`, or a host that has a dot or a port or is `localhost`. */
const urlLike =
  /^(?:[a-z][a-z\d+.-]*:\/\/|\/|\{\{|localhost(?:[:/?#\s]|$)|[\w-]+(?:\.[\w-]+)+(?:[:/?#\s]|$)|[\w.-]+:\d|\[[\da-f:]+\])/i;

/** Whether what has been read of a body leaves something open: no request starts within. */
export type OpenBody = {
  readonly kind: 'json' | 'xml' | 'multipart' | 'other';
  /** What closes it: `</root` or `--boundary--`. */
  readonly close: string;
  /** As far as the body has been looked at. */
  at: number;
  depth: number;
  isInString: boolean;
};

export function openBody(text: string, start: number, stop: number, contentType: string): OpenBody {
  const first = skipSpace(text, start, stop);
  const state = { at: first, depth: 0, isInString: false, close: '' };
  const boundary = /^multipart\/.*;\s*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary !== undefined)
    return { ...state, kind: 'multipart', close: `--${boundary.trim()}--` };
  const code = text.charCodeAt(first);
  if (code === openBrace || code === openBracket) return { ...state, kind: 'json' };
  const root = code === lessThan ? rootName(text, first, stop) : '';
  return root === '' ? { ...state, kind: 'other' } : { ...state, kind: 'xml', close: `</${root}` };
}

export function isStillOpen(body: OpenBody, text: string, upTo: number): boolean {
  if (body.kind === 'other') return false;
  if (body.kind === 'json') return readBrackets(body, text, upTo) > 0;
  if (body.depth === 0) {
    if (indexWithin(text, body.close, body.at, upTo) >= 0) body.depth = 1;
    body.at = Math.max(body.at, upTo - body.close.length);
  }
  return body.depth === 0;
}

/** How many brackets are open; a string ends with its line, so that a lost quote does no harm. */
function readBrackets(body: OpenBody, text: string, upTo: number): number {
  for (; body.at < upTo; body.at++) {
    const code = text.charCodeAt(body.at);
    if (body.isInString) {
      if (code === backslash) body.at++;
      else if (code === doubleQuote || isLineEnd(code)) body.isInString = false;
    } else if (code === doubleQuote) body.isInString = true;
    else if (code === openBrace || code === openBracket) body.depth++;
    else if (code === closeBrace || code === closeBracket) body.depth--;
  }
  return body.depth;
}

/** The first element's name, past the declaration and comments; '' when it closes itself. */
function rootName(text: string, first: number, stop: number): string {
  const opening = /<([a-z_][\w.:-]*)[^<>]{0,4000}>/i.exec(
    text.slice(first, Math.min(stop, first + 8000)),
  );
  return opening === null || opening[0].endsWith('/>') ? '' : (opening[1] ?? '');
}
