/** Runs a program to its end, its output shown; false when it failed. */
import { spawnSync } from 'node:child_process';

import { root } from '../paths.ts';

/** `script` is run by this Node: a path from the repository's root. */
export function runScript(script: string, ...rest: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [script, ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}
