/** The lines of a body that is read a second time, for the parts in it. */
import { isLineEnd } from './characters.ts';
import type { Body, FilePart, Span } from './httpFile.ts';

/** Offsets from the start of the block; `stop` is before the line end, `next` behind it. */
export type BodyLine = {
  readonly start: number;
  readonly stop: number;
  readonly next: number;
  readonly line: number;
};

export function bodyLines(source: string, { span, line: first }: Body): readonly BodyLine[] {
  const lines: BodyLine[] = [];
  let start = span.start;
  let line = first;
  while (start < span.end) {
    let stop = start;
    while (stop < span.end && !isLineEnd(source.charCodeAt(stop))) stop++;
    const next = source.startsWith('\r\n', stop) ? stop + 2 : stop + 1;
    lines.push({ start, stop, next, line });
    start = next;
    line++;
  }
  return lines;
}

/** The `< path` lines of a body, by where they start. */
export function filesOf(body: Body): ReadonlyMap<number, FilePart> {
  const parts = body.kind === 'file' ? [body] : body.kind === 'mixed' ? body.parts : [];
  const files = new Map<number, FilePart>();
  for (const part of parts) if (part.kind === 'file') files.set(part.span.start, part);
  return files;
}

/** The file that is all there is between two places of a body. */
export function fileAlone(files: ReadonlyMap<number, FilePart>, place: Span): FilePart | null {
  const file = files.get(place.start);
  return file !== undefined && file.span.end >= place.end ? file : null;
}
