/**
 * Text to tree. Total: any text gives a tree, nothing is thrown, and the time grows with the
 * text's length and no faster.
 */
import { binaryFile, isBinary } from './binaryFile.ts';
import { blocksFrom } from './blocksFrom.ts';
import { fileOf } from './chunks.ts';
import type { HttpFile } from './httpFile.ts';

export function parse(text: string): HttpFile {
  return isBinary(text) ? binaryFile(text) : fileOf([...blocksFrom(text, true)]);
}
