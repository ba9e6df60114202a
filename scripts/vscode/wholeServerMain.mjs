/** All of code-server: what it puts around the server of VS Code as well. Ends with whoever started it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { codeServerHome } from './codeServer.ts';

process.stdin.on('end', () => process.exit()).resume();
createRequire(import.meta.url)(join(codeServerHome, '../../out/node/entry.js'));
