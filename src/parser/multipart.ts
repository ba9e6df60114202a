/** The parts of a `multipart/*` body: between its boundary lines, each with headers of its own. */
import { bodyLines, fileAlone, filesOf, type BodyLine } from './bodyLines.ts';
import { colon } from './characters.ts';
import { orNone } from './draft.ts';
import { Header } from './header.ts';
import type { Body, BodyPart, FilePart } from './httpFile.ts';
import { skipBlanks, trimEnd } from './lines.ts';

/**
 * `source` is what the body's span counts in. Where the type names no boundary, the first line that
 * starts with `--` does, as JetBrains has it; what is wrong with a boundary is known only when it
 * is resolved.
 */
export function multipartParts(
  source: string,
  body: Body,
  contentType: string,
): readonly BodyPart[] {
  const all = bodyLines(source, body);
  const boundary = boundaryOf(contentType) ?? firstMark(source, all);
  const files = filesOf(body);
  const parts: BodyPart[] = [];
  let lines: BodyLine[] | null = null;
  for (const line of all) {
    const mark = boundaryMark(source, line, boundary);
    if (mark === null) {
      lines?.push(line);
      continue;
    }
    if (lines !== null) parts.push(partOf(source, files, lines));
    lines = mark === 'last' ? null : [line];
  }
  if (lines !== null) parts.push(partOf(source, files, lines));
  return orNone(parts);
}

/** The value of `boundary`, its quotes off; null without one. */
function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]*)"|([^;]*))/i.exec(contentType);
  const boundary = (match?.[1] ?? match?.[2] ?? '').trim();
  return boundary === '' ? null : boundary;
}

function firstMark(source: string, lines: readonly BodyLine[]): string {
  for (const { start, stop } of lines) {
    if (source.startsWith('--', start)) return source.slice(start + 2, stop).trim();
  }
  return '';
}

function boundaryMark(source: string, line: BodyLine, boundary: string): 'next' | 'last' | null {
  const { start, stop } = line;
  if (!source.startsWith('--', start) || !source.startsWith(boundary, start + 2)) return null;
  const rest = source.slice(start + 2 + boundary.length, stop).trim();
  return rest === '' ? 'next' : rest === '--' ? 'last' : null;
}

/** `lines` starts with the boundary line. */
function partOf(
  source: string,
  files: ReadonlyMap<number, FilePart>,
  lines: readonly BodyLine[],
): BodyPart {
  const [first] = lines;
  const headers: Header[] = [];
  let index = 1;
  for (; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || trimEnd(source, line.start, line.stop) === line.start) break;
    const header = headerOf(source, line);
    if (header === null) break;
    headers.push(header);
  }
  const line = lines[index];
  if (line !== undefined && trimEnd(source, line.start, line.stop) === line.start) index++;
  const end = lines.at(-1)?.stop ?? 0;
  const start = Math.min(lines[index]?.start ?? end, end);
  const content = { start, end };
  return {
    kind: 'part',
    headers: orNone(headers),
    content,
    file: fileAlone(files, content),
    waitsFor: null,
    line: first?.line ?? 0,
    span: { start: first?.start ?? start, end },
  };
}

function headerOf(source: string, { start, stop, line }: BodyLine): Header | null {
  let at = start;
  while (at < stop && source.charCodeAt(at) !== colon) at++;
  if (at === stop || at === start || source.slice(start, at).includes(' ')) return null;
  const end = trimEnd(source, at + 1, stop);
  return new Header(source, start, at, skipBlanks(source, at + 1, end), end, line);
}
