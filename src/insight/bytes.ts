import { count } from './count.ts';

/** How much, in words: `1 byte`, `512 bytes`, `12.3 kB`, `4.5 MB`. Units of a thousand. */
export function bytes(amount: number): string {
  if (amount < 1000) return count(amount, 'byte');
  if (amount < 999_950) return `${(amount / 1e3).toFixed(1)} kB`;
  if (amount < 999_950_000) return `${(amount / 1e6).toFixed(1)} MB`;
  return `${(amount / 1e9).toFixed(1)} GB`;
}
