/**
 * Keeps what was found in a block for as long as the block lives. An edit leaves the other blocks
 * as they are, so what is asked again after it costs as much as the edit touched.
 */
import type { Block, PlacedBlock } from '../parser/httpFile.ts';
import type { HttpSource } from './source.ts';

/** `find` gets the block's own text, and what it gives must count from the block's start. */
export function perBlock<Found>(
  find: (block: Block, text: string) => Found,
): (source: HttpSource, placed: PlacedBlock) => Found {
  const known = new WeakMap<Block, { readonly found: Found }>();
  return ({ text }, { block, offset }) => {
    const before = known.get(block);
    if (before !== undefined) return before.found;
    const found = find(block, text.slice(offset, offset + block.length));
    known.set(block, { found });
    return found;
  };
}
