/** A text with changes made, which must not overlap. */
import assert from 'node:assert/strict';
import type { Change } from '../../../src/language/source.ts';

export function applied(text: string, changes: readonly Change[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { start, end, text: put } of changes.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    assert.ok(at <= start && start <= end && end <= text.length, `${start}–${end} after ${at}`);
    parts.push(text.slice(at, start), put);
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}
