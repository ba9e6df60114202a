/**
 * The browser edition of VS Code, from npm: the same workbench and extension host as the desktop's.
 * Its install scripts are left out: they compile native modules (terminal, password store) that no test
 * needs, or has something else for (logging: `logger.mjs`), and refuse any Node but 24.
 */
import { join } from 'node:path';

import { installOnce, npm } from '../npm.ts';
import { cache } from '../paths.ts';

const folder = join(cache, 'code-server');

/** `lib/vscode` of the installed package; `out/server-main.js` in it is the server. */
export const codeServerHome = join(folder, 'node_modules/code-server/lib/vscode');

/** 740 MB, about a minute the first time. 4.139.1 is VS Code 1.139.1. */
export function installCodeServer(): void {
  installOnce(folder, 'code-server', '4.139.1', { scripts: false, finish: installBuiltIns });
}

/** What the server and its built-in extensions need; `npm ci` refuses, as the lock file is out of step. */
function installBuiltIns(): void {
  for (const home of [codeServerHome, join(codeServerHome, 'extensions')]) {
    npm(home, 'install', '--omit=dev', '--ignore-scripts');
  }
}
