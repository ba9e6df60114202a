/** Removes what runs that were killed have left in the cache. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { cache } from '../paths.ts';

const hourMs = 3_600_000;

/** Folders made for one run; those of an hour ago belong to nobody any more. */
export function sweepCache(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const isOfOneRun = name.startsWith('server-') || name.startsWith('workspace-');
    if (isOfOneRun && Date.now() - statSync(path).mtimeMs > hourMs) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
