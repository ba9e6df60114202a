/** `87%`; 100% is kept for all of them, 0% for none. */
export function percent(part: number, whole: number): string {
  if (part === 0 || part === whole) return part === 0 ? '0%' : '100%';
  return `${Math.min(Math.max(Math.round((part / whole) * 100), 1), 99)}%`;
}
