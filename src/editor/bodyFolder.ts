/** Where bodies go for which memory has no room: a folder of this window's own, which is gone with it. */
import { promises as fs } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export type BodyFolder = {
  readonly path: string;
  /** Removes what windows that ended badly have left behind. */
  sweep(): Promise<void>;
  /** Removes it. */
  clear(): Promise<void>;
};

/** Of another machine that shares the storage nothing is known but how old its folders are. */
const maxAgeMs = 7 * 86_400_000;

/** `storage` is the folder of the workspace. Nothing is made in it until there is such a body. */
export function createBodyFolder(storage: string): BodyFolder {
  const all = join(storage, 'bodies');
  const path = join(all, [thisHost, process.pid, crypto.randomUUID()].join('_'));
  return {
    path,
    async sweep() {
      for (const name of await fs.readdir(all).catch(() => [])) {
        const other = join(all, name);
        if (other !== path && (await isLeft(name, other)))
          await fs.rm(other, { recursive: true, force: true }).catch(() => undefined);
      }
    },
    clear: () => fs.rm(path, { recursive: true, force: true }),
  };
}

const thisHost = encodeURIComponent(hostname()).replaceAll('_', '-');

async function isLeft(name: string, path: string): Promise<boolean> {
  const [host, process = ''] = name.split('_');
  if (host === thisHost && /^\d+$/.test(process)) return !isRunning(Number(process));
  const { mtimeMs } = await fs.stat(path).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs > maxAgeMs;
}

/** Another program may have got the number since: then the folder is found out later. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
