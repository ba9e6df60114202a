/** Where things are: the repository, and the cache of what the tests install. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Everything in here can be deleted: the next run makes it anew. */
export const cache = join(root, '.vscode-test');
