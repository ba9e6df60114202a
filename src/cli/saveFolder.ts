/** `--save DIR`: each response in a file of its own; what is there already is never written over. */
import { constants, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../client/exchange.ts';
import { savedFileName } from '../insight/fileName.ts';
import { numbered } from '../run/saveResponse.ts';
import { makeFolder } from './makeFolder.ts';
import { unwritable } from './unwritable.ts';

export type SaveFolder = {
  /** The file; null where there was no whole response, or it could not be written. */
  readonly save: (exchange: Exchange) => string | null;
  /** A sentence for the first one that could not be written. */
  readonly problem: () => string | null;
};

/** Made where it is missing; a sentence where it can't be. */
export function openSaveFolder(folder: string): SaveFolder | string {
  try {
    makeFolder(folder);
  } catch (error) {
    const isNoPlace = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isNoPlace
      ? `${folder}: no directory can be made there. Choose another place`
      : unwritable(folder, error);
  }
  /** By name in lower case, as some file systems have it: the number to try next. */
  const next = new Map<string, number>();
  let wrong: string | null = null;
  return {
    save: (exchange) => {
      if (exchange.failure !== null) return null;
      const name = savedFileName(exchange);
      const key = name.toLowerCase();
      for (let copy = next.get(key) ?? 0; ; copy += 1) {
        const path = join(folder, copy === 0 ? name : numbered(name, copy));
        try {
          if (exchange.bodyFile === null)
            writeFileSync(path, exchange.body.bytes(), { flag: 'wx' });
          else copyFileSync(exchange.bodyFile.path, path, constants.COPYFILE_EXCL);
          next.set(key, copy + 1);
          return path;
        } catch (error) {
          if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
          wrong ??= unwritable(path, error);
          return null;
        }
      }
    },
    problem: () => wrong,
  };
}
