/** Where the requests stand that have something of their own, such as a pool: places move with edits. */
export type RequestPlace<Own> = {
  /** Where the request line begins, in the document's offsets. */
  start: number;
  readonly own: Own;
};

/** As VS Code tells of it: offsets count in the text before all changes that are told together. */
export type LineChange = {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
  readonly range: { readonly isSingleLine: boolean };
};

/** Moves the places with the edits before them; those whose request lines are gone are in `gone`. */
export function movePlaces<Own>(
  places: readonly RequestPlace<Own>[],
  changes: readonly LineChange[],
): {
  readonly kept: readonly RequestPlace<Own>[];
  readonly gone: readonly RequestPlace<Own>[];
} {
  const kept: RequestPlace<Own>[] = [];
  const gone: RequestPlace<Own>[] = [];
  for (const place of places) {
    const start = startAfter(place.start, changes);
    if (start === null) gone.push(place);
    else {
      place.start = start;
      kept.push(place);
    }
  }
  return { kept, gone };
}

/** Null where the line was removed; one that is rewritten within itself is still there. */
function startAfter(start: number, changes: readonly LineChange[]): number | null {
  let shift = 0;
  for (const { rangeOffset, rangeLength, text, range } of changes) {
    if (rangeOffset + rangeLength <= start) shift += text.length - rangeLength;
    else if (rangeOffset < start || (rangeOffset === start && !range.isSingleLine)) return null;
  }
  return start + shift;
}
