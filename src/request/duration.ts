/** `30`, `1.5 s`, `500ms`, `2m`: milliseconds; a bare number counts seconds. Null for anything else. */
export function durationMs(text: string): number | null {
  const [, amount, unit = 's'] = /^(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s|m)?$/i.exec(text) ?? [];
  if (amount === undefined) return null;
  const ms = Math.round(Number(amount) * (unitsMs.get(unit.toLowerCase()) ?? 1000));
  return ms > longestTimerMs ? null : ms;
}

const unitsMs = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
]);

/** What a timer of the platform can count to: 24.8 days. */
const longestTimerMs = 2_147_483_647;
