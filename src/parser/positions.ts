/** A walk over the blocks of a file, one after the other, without placing them all. */
import { indexOf } from './blocks.ts';
import type { Block, HttpFile } from './httpFile.ts';

/** A block, where it stands, and its place among the chunks. */
export type Position = {
  readonly block: Block;
  readonly offset: number;
  readonly chunk: number;
  readonly index: number;
};

/** The block that holds the character before `offset`; the first one at the start of the file. */
export function positionBefore(file: HttpFile, offset: number): Position {
  const chunk = indexOf(file.chunks, (placed) => placed.offset < offset);
  let position = startOf(file, chunk);
  for (;;) {
    const next = following(file, position);
    if (next === null || next.offset >= offset) return position;
    position = next;
  }
}

export function following(
  file: HttpFile,
  { block, offset, chunk, index }: Position,
): Position | null {
  const next = file.chunks[chunk]?.chunk.blocks[index + 1];
  const end = offset + block.length;
  if (next !== undefined) return { block: next, offset: end, chunk, index: index + 1 };
  const first = file.chunks[chunk + 1]?.chunk.blocks[0];
  return first === undefined ? null : { block: first, offset: end, chunk: chunk + 1, index: 0 };
}

/** The block before; the first one has none and is given back itself. */
export function preceding(file: HttpFile, position: Position): Position {
  const { offset, chunk, index } = position;
  const isFirst = index === 0;
  const blocks = file.chunks[isFirst ? chunk - 1 : chunk]?.chunk.blocks;
  const block = blocks?.[isFirst ? blocks.length - 1 : index - 1];
  if (blocks === undefined || block === undefined) return position;
  const place = isFirst
    ? { chunk: chunk - 1, index: blocks.length - 1 }
    : { chunk, index: index - 1 };
  return { block, offset: offset - block.length, ...place };
}

function startOf(file: HttpFile, chunk: number): Position {
  const placed = file.chunks[chunk];
  const block = placed?.chunk.blocks[0];
  // Every file has a block, and every chunk too.
  if (placed === undefined || block === undefined) throw new RangeError('A file without blocks');
  return { block, offset: placed.offset, chunk, index: 0 };
}
