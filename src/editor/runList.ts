/**
 * The runs of one document, in the order in which their requests stand:
 * one is found, and those in view are cut out, without a walk over all of them.
 */
export type Entry<Run> = {
  /** Where the request line begins, in the document's offsets. */
  start: number;
  /** The request as it was when the run began. */
  readonly text: string;
  run: Run;
};

/** As VS Code tells of it: offsets count in the text before all changes that are told together. */
export type TextChange = {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
};

export type RunList<Run> = Entry<Run>[];

/** The entry that begins there; null without one. */
export function entryAt<Run>(list: RunList<Run>, start: number): Entry<Run> | null {
  const found = list[indexFrom(list, start)];
  return found?.start === start ? found : null;
}

/** Those that begin at `from` or later, and before `to`. */
export function entriesBetween<Run>(
  list: RunList<Run>,
  from: number,
  to: number,
): readonly Entry<Run>[] {
  return list.slice(indexFrom(list, from), indexFrom(list, to));
}

/** Takes the place of one that begins where it does. */
export function putEntry<Run>(list: RunList<Run>, entry: Entry<Run>): void {
  const index = indexFrom(list, entry.start);
  list.splice(index, list[index]?.start === entry.start ? 1 : 0, entry);
}

/** False when it was not in it. */
export function removeEntry<Run>(list: RunList<Run>, entry: Entry<Run>): boolean {
  const index = indexFrom(list, entry.start);
  if (list[index] !== entry) return false;
  list.splice(index, 1);
  return true;
}

/** Moves the entries with edits made before them, and forgets those whose beginning was overwritten. */
export function moveEntries<Run>(
  list: RunList<Run>,
  changes: readonly TextChange[],
): { readonly moved: boolean; readonly touched: readonly Entry<Run>[] } {
  const ordered = changes.toSorted((a, b) => a.rangeOffset - b.rangeOffset);
  const touched = new Set<Entry<Run>>();
  const gone = new Set<Entry<Run>>();
  let moved = false;
  let next = 0;
  let shift = 0;
  let before: Entry<Run> | null = null;
  for (const entry of list) {
    let isBehindAnEdit = false;
    for (let change = ordered[next]; change !== undefined; change = ordered[next]) {
      if (change.rangeOffset + change.rangeLength > entry.start) break;
      // It lies in the request before, or in front of this one, where directives stand.
      if (before !== null) touched.add(before);
      isBehindAnEdit = true;
      shift += change.text.length - change.rangeLength;
      next += 1;
    }
    const cover = ordered[next];
    if (cover !== undefined && cover.rangeOffset < entry.start) {
      gone.add(entry);
      if (before !== null) touched.add(before);
    }
    if (isBehindAnEdit) touched.add(entry);
    moved ||= shift !== 0;
    entry.start += shift;
    before = entry;
  }
  if (next < ordered.length && before !== null) touched.add(before);
  if (gone.size > 0) list.splice(0, list.length, ...list.filter((entry) => !gone.has(entry)));
  return { moved: moved || gone.size > 0, touched: [...touched].filter((one) => !gone.has(one)) };
}

/** The index of the first entry that begins there or later. */
function indexFrom<Run>(list: RunList<Run>, start: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
