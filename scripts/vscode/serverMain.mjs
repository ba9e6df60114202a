/** The server's program, which ends with whoever started it, even when that one is killed. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { codeServerHome } from './codeServer.ts';

process.stdin.on('end', () => process.exit()).resume();
await import(pathToFileURL(join(codeServerHome, 'out/server-main.js')).href);
