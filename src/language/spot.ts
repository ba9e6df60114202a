/** What may be written at a place, for completion: told from the block's tree and the line so far. */
import type { PlacedBlock } from '../parser/httpFile.ts';
import { blockAtOffset } from '../parser/blocks.ts';
import { lineAround, type HttpSource, type Range } from './source.ts';

/** `range` is what a completion replaces. */
export type Spot = { readonly range: Range } & (
  | { readonly kind: 'reference'; readonly isClosed: boolean }
  | { readonly kind: 'directive-name' }
  | { readonly kind: 'directive-value'; readonly name: string }
  | { readonly kind: 'request-start' }
  | { readonly kind: 'url' }
  | { readonly kind: 'http-version' }
  | { readonly kind: 'header-name'; readonly hasColon: boolean }
  | { readonly kind: 'header-value'; readonly name: string }
  | { readonly kind: 'request-name' }
);

/** Null where nothing is offered, as in the middle of a body or a script. */
export function spotAt(source: HttpSource, offset: number): Spot | null {
  const at = blockAtOffset(source.file, offset);
  if (at === null) return null;
  const zone = zoneAt(source, at, offset);
  if (zone === 'script') return null;
  const line = lineAround(source.text, offset);
  const before = source.text.slice(line.start, offset).replace(/^\ufeff/, '');
  const after = source.text.slice(offset, line.end);
  const reference = referenceSpot(before, after, offset);
  if (reference !== null || zone === 'body') return reference;
  const note = noteSpot(before, offset);
  if (note !== undefined) return note;
  if (zone === 'tail') return null;
  return zone === 'head' ? headerSpot(before, after, offset) : startSpot(before, after, offset);
}

type Zone = 'start' | 'head' | 'body' | 'tail' | 'script';

function zoneAt({ text }: HttpSource, { offset: base, block }: PlacedBlock, offset: number): Zone {
  const { request } = block;
  if (request === null) return 'start';
  const at = offset - base;
  const isInScript = request.scripts.some(
    ({ kind, span }) => kind === 'inline' && span.start < at && at < span.end,
  );
  if (isInScript) return 'script';
  const lineStart = lineAround(text, offset).start - base;
  const first = request.target.span.start;
  if (lineStart <= first) return 'start';
  if (request.body !== null && at >= request.body.span.start) {
    return at <= request.body.span.end ? 'body' : 'tail';
  }
  const head = text.slice(base + first, base + lineStart);
  return /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/.test(head) ? 'tail' : 'head';
}

/** Behind `{{`, up to what closes it or is no part of a name. */
function referenceSpot(before: string, after: string, offset: number): Spot | null {
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.includes('}}', open)) return null;
  const start = offset - before.slice(open + 2).trimStart().length;
  const end = offset + (/^[\w.$-]*/.exec(after)?.[0].length ?? 0);
  const [rest = ''] = after.slice(end - offset).split('{{', 1);
  return { kind: 'reference', isClosed: rest.includes('}}'), range: { start, end } };
}

/** Undefined for a line that is no comment, null for a comment without anything to offer. */
function noteSpot(before: string, offset: number): Spot | null | undefined {
  if (/^\s*@/.test(before)) return null;
  const marks = /^\s*(?:#{1,2}(?!#)|\/\/+)\s*/.exec(before)?.[0];
  if (marks === undefined) return /^\s*###/.test(before) ? null : undefined;
  const rest = before.slice(marks.length);
  if (/^@?[\w-]*$/.test(rest)) {
    const isOffered = rest.startsWith('@') || (rest === '' && /\s$/.test(marks));
    return isOffered ? { kind: 'directive-name', range: range(offset, rest) } : null;
  }
  const [, name, value] = /^@([\w-]+)(?:\s*=\s*|\s+)(.*)$/.exec(rest) ?? [];
  if (name === undefined || value === undefined) return null;
  const kebab = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return { kind: 'directive-value', name: kebab, range: range(offset, value) };
}

function startSpot(before: string, after: string, offset: number): Spot | null {
  const line = before.trimStart();
  const run = /^run\s+#(.*)$/.exec(line)?.[1];
  if (run !== undefined) return { kind: 'request-name', range: range(offset, run) };
  if (/^[\w-]*$/.test(line)) {
    const end = offset + (/^[\w-]*/.exec(after)?.[0].length ?? 0);
    return { kind: 'request-start', range: { ...range(offset, line), end } };
  }
  if (/^(?:curl|import|run|<)\s/.test(line)) return null;
  const url = /^(?:[\w-]+\s+)?(\S*)$/.exec(line)?.[1];
  if (url !== undefined) {
    const end = offset + (/^\S*/.exec(after)?.[0].length ?? 0);
    return { kind: 'url', range: { ...range(offset, url), end } };
  }
  const version = /^(?:[\w-]+\s+)\S+\s+(\S*)$/.exec(line)?.[1];
  return version === undefined ? null : { kind: 'http-version', range: range(offset, version) };
}

function headerSpot(before: string, after: string, offset: number): Spot | null {
  const line = before.trimStart();
  if (/^[?&/<>{["]/.test(line)) return null;
  const colon = line.indexOf(':');
  if (colon < 0) {
    if (!/^[\w-]*$/.test(line)) return null;
    const rest = /^[\w-]*/.exec(after)?.[0].length ?? 0;
    const hasColon = after.slice(rest).trimStart().startsWith(':');
    const end = offset + rest;
    return { kind: 'header-name', hasColon, range: { ...range(offset, line), end } };
  }
  const value = line.slice(colon + 1).trimStart();
  const name = line.slice(0, colon).trim().toLowerCase();
  return { kind: 'header-value', name, range: range(offset, value) };
}

/** The part of the line before the cursor that a completion replaces. */
function range(offset: number, written: string): Range {
  return { start: offset - written.length, end: offset };
}
