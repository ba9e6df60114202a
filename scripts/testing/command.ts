/** Runs a program to its end, its output shown; false when it failed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

import { root } from '../paths.ts';

/** `script` is run by this Node: a path from the repository's root. */
export function runScript(script: string, ...rest: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [script, ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}

/** The same, beside whatever else there is to do. */
export async function startScript(script: string, ...rest: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...rest], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
