/**
 * Work that can be done in slices: each `yield` is a place to let others have their turn.
 * Whoever works knows no clock and no event loop: who asks decides whether it waits there.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** For those that have nobody to wait for. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** What takes next to no time is done by the thousand: whether a step ends with the item at `index`. */
export function endsStep(index: number): boolean {
  return index % 1000 === 999;
}
