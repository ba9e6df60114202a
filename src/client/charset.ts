/**
 * The bytes of a body as text: the one place where a charset is chosen, for whatever shows or reads a body.
 * A mark at its start wins, then the header, then what HTML and XML say of themselves, then UTF-8
 * (the order of the HTML standard, "determining the character encoding").
 */
import { markedCharset } from '../request/fileText.ts';
import { headerValue } from '../request/headerValue.ts';
import type { Exchange } from './exchange.ts';

export type TextBody = {
  readonly text: string;
  /** The name of the charset it was read by, lower case. */
  readonly charset: string;
  readonly problem: CharsetProblem | null;
};

export type CharsetProblem =
  /** The body names a charset that nobody knows. */
  | { readonly code: 'unknown-charset'; readonly named: string }
  /** There are bytes that the charset it names has no letters for. */
  | { readonly code: 'invalid-bytes'; readonly named: string }
  /** It names none, and is not UTF-8. */
  | { readonly code: 'not-utf-8' };

/** `contentType` is '' without one. */
export function textOf(bytes: Uint8Array, contentType: string): TextBody {
  const named = charsetOf(bytes, contentType);
  if (named === null) return guessed(bytes);
  const decoder = decoderOf(named);
  if (decoder !== null) return decoded(bytes, named, decoder);
  if (iconv?.encodingExists(named) === true)
    return { text: iconv.decode(bytes, named), charset: named, problem: null };
  const { text, charset } = guessed(bytes);
  return { text, charset, problem: { code: 'unknown-charset', named } };
}

/** Loads what a rare charset takes, so that `textOf` knows it; most are known without. */
export async function loadCharset(bytes: Uint8Array, contentType: string): Promise<void> {
  const named = charsetOf(bytes, contentType);
  if (named !== null && decoderOf(named) === null) iconv ??= await import('iconv-lite');
}

/** The same for the answer of an exchange; to be awaited before its text is shown. */
export async function loadCharsetOf({
  hops,
  body,
}: Pick<Exchange, 'hops' | 'body'>): Promise<void> {
  const headers = hops.at(-1)?.response?.headers ?? [];
  const contentType = headerValue(headers, 'content-type') ?? '';
  await loadCharset(body.bytes(), contentType);
}

/** Its tables are large. */
let iconv: Iconv | undefined;

type Iconv = {
  readonly decode: (bytes: Uint8Array, charset: string) => string;
  readonly encodingExists: (charset: string) => boolean;
};

/** Lower case; null where nothing names one. */
export function charsetOf(bytes: Uint8Array, contentType: string): string | null {
  const marked = markedCharset(bytes);
  if (marked !== null) return marked;
  const inHeader = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i.exec(contentType);
  const named = inHeader?.[1] ?? inHeader?.[2] ?? inHeader?.[3] ?? '';
  if (named.trim() !== '') return named.trim().toLowerCase();
  return declaredIn(bytes, contentType);
}

/** As far as the HTML standard looks. */
const declarationBytes = 1024;

function declaredIn(bytes: Uint8Array, contentType: string): string | null {
  const isHtml = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
  const isXml = /^[^;]*[/+]xml\s*(?:;|$)/i.test(contentType);
  if (!isHtml && !isXml) return null;
  const start = latin1(bytes.subarray(0, declarationBytes));
  const xml = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  const html = isHtml
    ? /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1]
    : undefined;
  const named = (xml ?? html)?.toLowerCase() ?? null;
  // What could be read as ASCII until here is no UTF-16, whatever it says.
  return named?.startsWith('utf-16') === true ? 'utf-8' : named;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function guessed(bytes: Uint8Array): TextBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, charset: 'utf-8', problem: null };
  } catch {
    // As browsers do, for such texts are older than UTF-8.
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, charset: 'windows-1252', problem: { code: 'not-utf-8' } };
  }
}

function decoded(bytes: Uint8Array, named: string, lenient: TextDecoder): TextBody {
  const charset = lenient.encoding;
  try {
    const text = new TextDecoder(named, { fatal: true }).decode(bytes);
    return { text, charset, problem: null };
  } catch {
    return { text: lenient.decode(bytes), charset, problem: { code: 'invalid-bytes', named } };
  }
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}
