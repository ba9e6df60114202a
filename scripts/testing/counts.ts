/** How many tests passed and failed. */
export type Counts = { readonly passed: number; readonly failed: number };

export function add(one: Counts, other: Counts): Counts {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}
