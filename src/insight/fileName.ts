/**
 * The name to save a response under: what `Content-Disposition` says (RFC 6266), else the end of
 * the path, else a word; made harmless, for a server may say anything.
 */
import type { Exchange } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';
import { mediaTypeOf } from './mediaType.ts';

export function responseFileName({ hops, url }: Exchange): string {
  const last = hops.at(-1);
  return fileNameOf(last?.response?.headers ?? [], last?.url ?? url);
}

/** `url` is that of the last hop. */
export function fileNameOf(headers: readonly HeaderField[], url: string): string {
  const disposition = headerValue(headers, 'content-disposition');
  const said = disposition === null ? null : dispositionName(disposition);
  if (said !== null) return said;
  const { essence } = mediaTypeOf(headers);
  const ending = endings.get(essence) ?? (essence.endsWith('+json') ? '.json' : '');
  const fromPath = safeName(lastSegment(url));
  if (fromPath === null) return `response${ending}`;
  return fromPath.includes('.') ? fromPath : `${fromPath}${ending}`;
}

/** The same called by the name or the title of its request, where it has one. */
export function savedFileName(exchange: Exchange): string {
  const { name, title } = exchange.source;
  const said = responseFileName(exchange);
  const path = (name ?? title ?? '').replace(/[\\/]+/g, '-');
  // A name that begins with a dash is taken for an option.
  const called = safeName(path.replace(/^[-.\s]+/, ''));
  if (called === null) return said;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(said)?.[0] ?? '';
  return called.toLowerCase().endsWith(ending.toLowerCase()) ? called : `${called}${ending}`;
}

/** What `Content-Disposition` calls it, harmless or not; null without a name. */
export function saidName(headers: readonly HeaderField[]): string | null {
  const disposition = headerValue(headers, 'content-disposition');
  return disposition === null ? null : nameIn(disposition) || null;
}

/** The file name in a `Content-Disposition`, made harmless. Null without a usable one. */
export function dispositionName(value: string): string | null {
  return safeName(nameIn(value));
}

/** `filename*` wins (RFC 6266, 4.3). */
function nameIn(value: string): string {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token] of value.matchAll(parameter)) {
    const text = quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1');
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), text);
  }
  const extended = extendedValue(parameters.get('filename*') ?? '');
  return extended ?? parameters.get('filename') ?? '';
}

const parameter = /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;

/** `UTF-8''na%C3%AFve.txt` (RFC 5987, 3.2); null where it is none. */
function extendedValue(value: string): string | null {
  const [, charset = '', encoded = ''] = /^([\w-]+)'[\w-]*'(.+)$/.exec(value) ?? [];
  if (encoded === '') return null;
  const bytes: number[] = [];
  for (const [part] of encoded.matchAll(/%[\da-f]{2}|[^%]|%/gi)) {
    if (part.length === 3) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(part));
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/**
 * One component of a path that every file system takes; null where nothing is left.
 * Folders, control characters and marks of direction go, and so do what Windows refuses or reserves.
 */
export function safeName(name: string): string | null {
  const bare = (name.split(/[\\/]/).at(-1) ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const cut = shortened(bare);
  if (cut === '') return null;
  return reserved.test(cut) ? `_${cut}` : cut;
}

const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/** File systems take 255 bytes; the ending stays. */
function shortened(name: string): string {
  if (name.length <= maxUnits) return name;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return `${name
    .slice(0, maxUnits - ending.length)
    .toWellFormed()
    .replace(/\ufffd$/, '')}${ending}`;
}

/** Of at most three bytes each. */
const maxUnits = 80;

function lastSegment(url: string): string {
  if (!URL.canParse(url)) return '';
  const segment = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const endings = new Map([
  ['application/json', '.json'],
  ['application/xml', '.xml'],
  ['text/xml', '.xml'],
  ['text/html', '.html'],
  ['text/plain', '.txt'],
  ['text/css', '.css'],
  ['text/csv', '.csv'],
  ['text/javascript', '.js'],
  ['image/png', '.png'],
  ['image/jpeg', '.jpg'],
  ['image/gif', '.gif'],
  ['image/webp', '.webp'],
  ['image/svg+xml', '.svg'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
]);
