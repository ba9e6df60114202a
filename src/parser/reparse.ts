/**
 * A tree after an edit: only the blocks that the edit can have changed are read again, the others
 * are the very same objects as before, and the tree equals that of `parse`.
 *
 * So few suffice because a `###` at the start of a line cuts off whatever stands before it
 * (`sections.ts`), and where a block ends without one, the next request line has decided that.
 */
import { becomesBinary, isBinaryFile } from './binaryFile.ts';
import { blocksFrom } from './blocksFrom.ts';
import { chunksOf, fileOfChunks, place } from './chunks.ts';
import type { Edit, Text } from './edit.ts';
import type { Block, HttpFile } from './httpFile.ts';
import { parse } from './parse.ts';
import { following, positionBefore, preceding, type Position } from './positions.ts';

/**
 * `file` is the tree of the old text, `text` the whole of the new one. Several edits at once come
 * as one that spans them (`joinEdits`). The text is asked only for what is around the edit.
 */
export function reparse(file: HttpFile, text: Text, edit: Edit): HttpFile {
  const isOther = text.length === 0 || isBinaryFile(file) || becomesBinary(text, edit);
  if (isOther) return parse(text.slice(0, text.length));
  const oldEnd = edit.offset + edit.removed;
  const delta = edit.inserted - edit.removed;
  const from = restart(file, edit.offset);
  const base = from.offset;
  const cut = cutAfter(file, from, oldEnd);
  const piece = text.slice(base, cut === null ? text.length : cut + delta);

  let next: Position | null = from;
  let at = 0;
  for (const block of blocksFrom(piece, base === 0)) {
    at += block.length;
    // The file's first block may start with a byte order mark, so it never stands elsewhere.
    next = firstFrom(file, next, Math.max(1, oldEnd, base + at - delta));
    if (next !== null && next.offset + delta === base + at) break;
  }
  const ahead = next === null ? piece.length : endOfRequest(file, next) + delta - base;
  return assemble(file, from, readCopy(piece.slice(0, ahead), base === 0, at), next);
}

/**
 * Where reading starts anew: one block before the edit, whose end the edit may have moved; and
 * further back over blocks without a request, for what ends the one before them was not in them.
 */
function restart(file: HttpFile, offset: number): Position {
  let position = preceding(file, positionBefore(file, offset));
  while (position.block.request === null && !startsWithCut(position.block)) {
    const before = preceding(file, position);
    if (before.offset === position.offset) break;
    position = before;
  }
  return position;
}

/** The first `###` at the start of a line that the edit does not touch; at 1 a mark is before it. */
function cutAfter(file: HttpFile, from: Position, oldEnd: number): number | null {
  const after = Math.max(oldEnd, 1);
  let position: Position | null = from;
  while (position !== null && !(position.offset > after && startsWithCut(position.block))) {
    position = following(file, position);
  }
  return position?.offset ?? null;
}

function startsWithCut({ separator }: Block): boolean {
  return separator?.start === 0;
}

function firstFrom(file: HttpFile, from: Position | null, offset: number): Position | null {
  let position = from;
  while (position !== null && position.offset < offset) position = following(file, position);
  return position;
}

/** As far as the blocks before a position can have looked ahead: no further than its request. */
function endOfRequest(file: HttpFile, from: Position): number {
  let position = from;
  while (position.block.request === null && !startsWithCut(position.block)) {
    const next = following(file, position);
    if (next === null) break;
    position = next;
  }
  return position.offset + position.block.length;
}

/**
 * Reads the blocks up to `end` once more, from a copy of their text: what is cut out of a string
 * keeps the whole string, and after many edits there would be many whole texts.
 */
function readCopy(text: string, isFileStart: boolean, end: number): readonly Block[] {
  const copy = ` ${text}`.slice(1);
  const blocks: Block[] = [];
  let at = 0;
  for (const block of blocksFrom(copy, isFileStart)) {
    blocks.push(block);
    at += block.length;
    if (at >= end) break;
  }
  return blocks;
}

/** What stands before `from`, the fresh blocks, and what stands from `next` on. */
function assemble(
  file: HttpFile,
  from: Position,
  fresh: readonly Block[],
  next: Position | null,
): HttpFile {
  const { chunks } = file;
  const before = chunks[from.chunk]?.chunk.blocks.slice(0, from.index) ?? [];
  const after = next === null ? [] : (chunks[next.chunk]?.chunk.blocks.slice(next.index) ?? []);
  const later = next === null ? [] : chunks.slice(next.chunk + 1).map(({ chunk }) => chunk);
  const kept = chunks.slice(0, from.chunk);
  const last = kept.at(-1);
  const offset = last === undefined ? 0 : last.offset + last.chunk.length;
  const line = last === undefined ? 0 : last.line + last.chunk.lineEnds;
  const made = [...chunksOf([...before, ...fresh, ...after]), ...later];
  return fileOfChunks([...kept, ...place(made, offset, line)]);
}
