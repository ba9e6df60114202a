/** The oldest Node that `engines.vscode` promises (VS Code 1.105), to run the unit tests on as well. */
import { join } from 'node:path';

import { installOnce } from './npm.ts';
import { cache } from './paths.ts';

const folder = join(cache, 'node-22.19');

export const floorNode = join(folder, 'node_modules/node/bin/node');

export function installNodeFloor(): void {
  installOnce(folder, 'node', '22.19.0', { scripts: true });
}
