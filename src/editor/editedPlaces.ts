/** Where a place of a text is after edits elsewhere in it. */

/** Offsets count in the text before all changes that are told together, as VS Code tells of them. */
export type EditedPlace = {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
  /** Whether what was removed lay in one line. */
  readonly inLine: boolean;
};

type Edits = readonly (readonly EditedPlace[])[];

/**
 * Where a line that began there begins now; null where it was removed.
 * One that was changed from its beginning, as when its method is another, is still there.
 */
export function placeAfter(place: number, edits: Edits): number | null {
  let now = place;
  for (const changes of edits) {
    const before = now;
    for (const { offset, removed, inserted, inLine } of changes) {
      if (offset + removed <= before) now += inserted - removed;
      else if (offset < before || (offset === before && !inLine)) return null;
    }
  }
  return now;
}

/** Where what stood from `start` to before `end` begins now; null where anything in it was edited. */
export function untouchedAfter(start: number, end: number, edits: Edits): number | null {
  let now = start;
  for (const changes of edits) {
    const [from, to] = [now, now + end - start];
    for (const { offset, removed, inserted } of changes) {
      if (offset + removed <= from) now += inserted - removed;
      else if (offset < to) return null;
    }
  }
  return now;
}
