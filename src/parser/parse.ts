/**
 * Text to tree. Total: any text gives a tree, nothing is thrown, and the time grows with the
 * text's length and no faster.
 */
import { readBlock } from './block.ts';
import { binaryFile, isBinary } from './binaryFile.ts';
import type { HttpFile, PlacedBlock } from './httpFile.ts';
import { sectionEnd } from './sections.ts';

export function parse(text: string): HttpFile {
  if (isBinary(text)) return binaryFile(text);
  const blocks: PlacedBlock[] = [];
  let offset = 0;
  let line = 0;
  do {
    const end = sectionEnd(text, offset);
    // A section holds more than one block where a request in it needs no separator.
    do {
      const placed = readBlock(text, offset, end, line);
      blocks.push(placed);
      offset += placed.block.length;
      line += placed.block.lineEnds;
    } while (offset < end);
  } while (offset < text.length);
  return { blocks };
}
