/** Where long bodies go: a folder of this window's own, which is gone with it. */
import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';

export type BodyFolder = {
  readonly path: string;
  /** Removes it, and what windows that ended badly have left behind. */
  clear(): Promise<void>;
};

/** So long a window may be open whose folder is nobody else's to remove. */
const maxAgeMs = 7 * 86_400_000;

/** Nothing is made until there is a long body. */
export function createBodyFolder({ storageUri, globalStorageUri }: Storage): BodyFolder {
  const path = join((storageUri ?? globalStorageUri).fsPath, 'bodies', crypto.randomUUID());
  return {
    path,
    async clear() {
      await fs.rm(path, { recursive: true, force: true });
      const all = dirname(path);
      for (const name of await fs.readdir(all).catch(() => [])) {
        const old = join(all, name);
        const { mtimeMs } = await fs.stat(old).catch(() => ({ mtimeMs: Infinity }));
        if (Date.now() - mtimeMs > maxAgeMs) await fs.rm(old, { recursive: true, force: true });
      }
    },
  };
}

type Storage = Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>;
