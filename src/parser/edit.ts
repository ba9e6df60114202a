/** What an edit does to a text. */

/** From `offset` on, `removed` units of the old text became `inserted` units of the new one. */
export type Edit = {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
};

/** A string, or what can cut a piece out of a text without making one string of the whole. */
export type Text = {
  readonly length: number;
  slice(start: number, end: number): string;
};

/** Edits of one moment, each in the offsets of the text before all of them, as one. */
export function joinEdits(edits: readonly Edit[]): Edit {
  let offset = Infinity;
  let end = 0;
  let delta = 0;
  for (const edit of edits) {
    offset = Math.min(offset, edit.offset);
    end = Math.max(end, edit.offset + edit.removed);
    delta += edit.inserted - edit.removed;
  }
  if (offset > end) return { offset: 0, removed: 0, inserted: 0 };
  return { offset, removed: end - offset, inserted: end - offset + delta };
}
