/** Removes what runs that were killed have left in the cache, and what has grown over many runs. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { cache } from '../paths.ts';

const hourMs = 3_600_000;

/** For how long what begins so may be of use: folders made for one run belong to nobody after an hour. */
const lives = [
  ['server-', hourMs],
  ['workspace-', hourMs],
  ['compile-cache', 7 * 24 * hourMs],
] as const;

export function sweepCache(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const life = lives.find(([start]) => name.startsWith(start));
    if (life === undefined || Date.now() - statSync(path).mtimeMs <= life[1]) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
