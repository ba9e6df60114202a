/** The blocks of a text, one after the other, as far as they are asked for. */
import { readBlock } from './block.ts';
import type { Block } from './httpFile.ts';
import { sectionEnd } from './sections.ts';

/** `isFileStart`: whether the text is the file's from its first character on. */
export function* blocksFrom(text: string, isFileStart: boolean): Generator<Block, void> {
  let offset = 0;
  do {
    const end = sectionEnd(text, offset, isFileStart);
    // A section holds more than one block where a request in it needs no separator.
    do {
      const block = readBlock(text, offset, end, isFileStart && offset === 0);
      yield block;
      offset += block.length;
    } while (offset < end);
  } while (offset < text.length);
}
