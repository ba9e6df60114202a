/** How blocks are kept: in chunks, each of which knows its sums. */
import { blocksIn } from './blocks.ts';
import type { Block, Chunk, HttpFile, PlacedChunk } from './httpFile.ts';

/** Large enough that a file has few chunks, small enough to be walked at every keystroke: up to twice this. */
const chunkSize = 128;

export function fileOf(blocks: readonly Block[]): HttpFile {
  return fileOfChunks(place(chunksOf(blocks), 0, 0));
}

export function fileOfChunks(chunks: readonly PlacedChunk[]): HttpFile {
  return {
    chunks,
    get blocks() {
      return chunks.flatMap(blocksIn);
    },
  };
}

export function chunksOf(blocks: readonly Block[]): readonly Chunk[] {
  const count = Math.max(1, Math.floor(blocks.length / chunkSize));
  const size = Math.ceil(blocks.length / count);
  const chunks: Chunk[] = [];
  for (let at = 0; at < blocks.length; at += size) {
    chunks.push(chunkOf(blocks.slice(at, at + size)));
  }
  return chunks;
}

/** Puts chunks one after the other, the first at `offset` and `line`. */
export function place(
  chunks: readonly Chunk[],
  offset: number,
  line: number,
): readonly PlacedChunk[] {
  let at = offset;
  let atLine = line;
  return chunks.map((chunk) => {
    const placed = { offset: at, line: atLine, chunk };
    at += chunk.length;
    atLine += chunk.lineEnds;
    return placed;
  });
}

function chunkOf(blocks: readonly Block[]): Chunk {
  let length = 0;
  let lineEnds = 0;
  let hasVariables = false;
  let hasProblems = false;
  for (const block of blocks) {
    length += block.length;
    lineEnds += block.lineEnds;
    hasVariables ||= block.variables.length > 0;
    hasProblems ||= block.problems.length > 0;
  }
  return { blocks, length, lineEnds, hasVariables, hasProblems };
}
