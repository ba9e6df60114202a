/** A release build beside the one in `dist`, so that a benchmark never measures, or disturbs, another. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { programs } from '../scripts/build/bundles.ts';
import { root } from '../scripts/paths.ts';

export const out = join(root, 'out/bench');

export async function buildForBench(): Promise<void> {
  for (const bundle of programs(true)) {
    await build({ ...bundle, outfile: join(out, basename(bundle.outfile ?? '')) });
  }
  const stub = join(out, 'node_modules/vscode');
  mkdirSync(stub, { recursive: true });
  writeFileSync(join(stub, 'index.js'), vscodeStub);
}

/**
 * Outside VS Code there is no `vscode`; for the time of loading anything that can be called will do.
 * Its own prototype, because a bundle copies a module into an object that has the same prototype.
 */
const vscodeStub = `
  const anything = new Proxy(function () {}, {
    get: (target, key) => (key === 'prototype' ? target.prototype : anything),
    getPrototypeOf: () => anything,
  });
  module.exports = anything;
`;
