/** Some blocks of a file, in the file's own lines and offsets. */
import type { HttpFile, PlacedBlock, PlacedChunk } from './httpFile.ts';

export function blocksIn({ offset, line, chunk }: PlacedChunk): readonly PlacedBlock[] {
  let at = offset;
  let atLine = line;
  return chunk.blocks.map((block) => {
    const placed = { offset: at, line: atLine, block };
    at += block.length;
    atLine += block.lineEnds;
    return placed;
  });
}

/** The block that holds the line (from 0); the last one after the end, null before the start. */
export function blockAtLine(file: HttpFile, line: number): PlacedBlock | null {
  const chunk = file.chunks[indexOf(file.chunks, (placed) => placed.line <= line)];
  if (chunk === undefined || line < 0) return null;
  const blocks = blocksIn(chunk);
  return blocks[indexOf(blocks, (placed) => placed.line <= line)] ?? null;
}

/** The block that holds the offset; at the border of two the second. */
export function blockAtOffset(file: HttpFile, offset: number): PlacedBlock | null {
  const chunk = file.chunks[indexOf(file.chunks, (placed) => placed.offset <= offset)];
  if (chunk === undefined || offset < 0) return null;
  const blocks = blocksIn(chunk);
  return blocks[indexOf(blocks, (placed) => placed.offset <= offset)] ?? null;
}

/** The index of the last item that passes, of items that pass up to some point; 0 if none does. */
export function indexOf<Item>(items: readonly Item[], passes: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const item = items[middle];
    if (item !== undefined && passes(item)) low = middle;
    else high = middle - 1;
  }
  return low;
}
