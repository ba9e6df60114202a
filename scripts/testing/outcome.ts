/** What a run of tests came to: counts, and which failed, so that these can be run once more. */
export type Outcome = Counts & {
  /** Null: something failed that cannot be run by itself, such as a file, a hook or VS Code. */
  readonly failures: readonly (Failure | null)[];
};

export type Counts = { readonly passed: number; readonly failed: number };

export type Failure = {
  /** Null where the file is not known. */
  readonly file: string | null;
  readonly title: string;
};

export function add(one: Counts, other: Counts): Counts {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/**
 * What works with real servers and a real workbench loses a click, a key or a port now and then on a machine
 * that is short of time: what failed gets one more chance, in plain sight. The truth and curl get none.
 * `run` runs all for null.
 */
export async function secondTry(
  run: (only: readonly Failure[] | null) => Promise<Outcome>,
): Promise<Counts> {
  const first = await run(null);
  if (first.failed === 0) return first;
  const known = first.failures.filter((failure) => failure !== null);
  const areAllKnown = known.length === first.failures.length;
  console.log(`   Once more: ${areAllKnown ? 'what failed' : 'all of it'}`);
  const second = await run(areAllKnown ? known : null);
  if (!areAllKnown) return second;
  // One that did not run again did not pass.
  const missing = Math.max(0, first.failed - second.passed - second.failed);
  return { passed: first.passed + second.passed, failed: second.failed + missing };
}

/** Matches these titles and no other. */
export function titlePattern(titles: readonly string[]): string {
  const each = titles.map((title) => title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return `^(?:${each.join('|')})$`;
}
